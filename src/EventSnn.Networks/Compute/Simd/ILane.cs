namespace EventSnn.Networks.Compute.Simd;

/// <summary>
/// The operations that the kernels need, per vector width. Kernels are generic in it, so that one text serves AVX-512, AVX2 and
/// one value at a time; every lane computes alone, so that widths give the same sums.
/// </summary>
/// <typeparam name="V">The vector; masks are vectors too.</typeparam>
internal unsafe interface ILane<V>
    where V : struct
{
    static abstract int Width { get; }

    static abstract V Zero { get; }

    static abstract V Load(float* source);

    static abstract void Store(float* destination, V value);

    static abstract V Create(float value);

    static abstract V Add(V a, V b);

    static abstract V Subtract(V a, V b);

    static abstract V Multiply(V a, V b);

    static abstract V Divide(V a, V b);

    static abstract V Max(V a, V b);

    static abstract V Abs(V a);

    static abstract V Sqrt(V a);

    /// <summary>a * b + c, rounded once.</summary>
    static abstract V Fma(V a, V b, V c);

    static abstract V GreaterOrEqual(V a, V b);

    static abstract V Greater(V a, V b);

    static abstract V And(V a, V b);

    static abstract V Select(V mask, V yes, V no);

    /// <summary>One bit per lane.</summary>
    static abstract uint Bits(V mask);

    /// <summary>The mask of some bits.</summary>
    static abstract V Mask(uint bits);
}
