using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>8 floats at a time.</summary>
internal unsafe readonly struct Lane256 : ILane<Vector256<float>>
{
    private static readonly Vector256<uint> LaneBits = Vector256.Create(1u, 2u, 4u, 8u, 16u, 32u, 64u, 128u);

    public static int Width => 8;

    public static Vector256<float> Zero => Vector256<float>.Zero;

    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    public static void Store(float* destination, Vector256<float> value) => value.Store(destination);

    public static Vector256<float> Create(float value) => Vector256.Create(value);

    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;

    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    public static Vector256<float> Divide(Vector256<float> a, Vector256<float> b) => a / b;

    // The instruction is a > b ? a : b.
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b)
        => Avx.IsSupported ? Avx.Max(a, b) : Vector256.ConditionalSelect(Vector256.GreaterThan(a, b), a, b);

    public static Vector256<float> Abs(Vector256<float> a) => Vector256.Abs(a);

    public static Vector256<float> Sqrt(Vector256<float> a) => Vector256.Sqrt(a);

    public static Vector256<float> Exp(Vector256<float> a) => Vector256.Exp(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Flush(Vector256<float> a)
        => Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(Vector256.Abs(a), Vector256.Create(ILane<Vector256<float>>.Smallest)), a, Vector256<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Fma(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.FusedMultiplyAdd(a, b, c);

    public static Vector256<float> GreaterOrEqual(Vector256<float> a, Vector256<float> b) => Vector256.GreaterThanOrEqual(a, b);

    public static Vector256<float> Greater(Vector256<float> a, Vector256<float> b) => Vector256.GreaterThan(a, b);

    public static Vector256<float> And(Vector256<float> a, Vector256<float> b) => a & b;

    public static Vector256<float> Select(Vector256<float> mask, Vector256<float> yes, Vector256<float> no) => Vector256.ConditionalSelect(mask, yes, no);

    public static uint Bits(Vector256<float> mask) => (uint)Vector256.ExtractMostSignificantBits(mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Mask(uint bits) => Vector256.Equals(Vector256.Create(bits) & LaneBits, LaneBits).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Product(float* a, float* b, int length)
    {
        Vector256<float> low = Load(a) * Load(b);
        Vector256<float> high = Load(a + 8) * Load(b + 8);
        for (int k = 16; k < length; k += 16)
        {
            low = Fma(Load(a + k), Load(b + k), low);
            high = Fma(Load(a + k + 8), Load(b + k + 8), high);
        }

        return SumOfFolded(low + high);
    }

    /// <summary>The sum of 16 values of which the halves were added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumOfFolded(Vector256<float> eight)
    {
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        Vector128<float> two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 2, 3));
        return two[0] + two[1];
    }
}
