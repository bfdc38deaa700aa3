namespace EventSnn.Networks.Compute.Simd;

/// <summary>The vector width of the arithmetic.</summary>
public enum SimdWidth
{
    /// <summary>The widest that the machine has.</summary>
    Auto,

    /// <summary>One value at a time.</summary>
    Scalar,

    /// <summary>8 floats (AVX2).</summary>
    Vector256,

    /// <summary>16 floats (AVX-512).</summary>
    Vector512,
}
