namespace EventSnn.Networks.Compute.Simd;

/// <summary>
/// The operations that the kernels need, per vector width. Kernels are generic in it, so that one text serves AVX-512, AVX2 and
/// one value at a time; every lane computes alone, so that widths give the same sums.
/// </summary>
/// <typeparam name="V">The vector; masks are vectors too.</typeparam>
internal unsafe interface ILane<V>
    where V : struct
{
    /// <summary>The size below which <see cref="Flush"/> makes a value 0.</summary>
    const float Smallest = 1e-30f;

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

    static abstract V Exp(V a);

    /// <summary>a * b + c, rounded once.</summary>
    static abstract V Fma(V a, V b, V c);

    static abstract V GreaterOrEqual(V a, V b);

    static abstract V Greater(V a, V b);

    static abstract V And(V a, V b);

    static abstract V Select(V mask, V yes, V no);

    /// <summary>
    /// 0 where a value is smaller than 1e-30. What decays for seconds would end in numbers so small that every operation on them
    /// takes a hundred times as long.
    /// </summary>
    static abstract V Flush(V a);

    /// <summary>One bit per lane.</summary>
    static abstract uint Bits(V mask);

    /// <summary>The mask of some bits.</summary>
    static abstract V Mask(uint bits);

    /// <summary>The scalar product of two rows of 16, 32, ... values, summed in one order whatever the width.</summary>
    static abstract float Product(float* a, float* b, int length);
}
