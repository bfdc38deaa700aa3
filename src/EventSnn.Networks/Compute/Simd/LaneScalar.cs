using System.Runtime.Intrinsics;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>One float at a time: for machines without vectors, and to check the others.</summary>
internal unsafe readonly struct LaneScalar : ILane<float>
{
    public static int Width => 1;

    public static float Zero => 0;

    public static float Load(float* source) => *source;

    public static void Store(float* destination, float value) => *destination = value;

    public static float Create(float value) => value;

    public static float Add(float a, float b) => a + b;

    public static float Subtract(float a, float b) => a - b;

    public static float Multiply(float a, float b) => a * b;

    public static float Divide(float a, float b) => a / b;

    public static float Max(float a, float b) => a > b ? a : b;

    public static float Abs(float a) => MathF.Abs(a);

    public static float Sqrt(float a) => MathF.Sqrt(a);

    public static float Exp(float a) => MathF.Exp(a);

    public static float Flush(float a) => MathF.Abs(a) >= ILane<float>.Smallest ? a : 0;

    // Without the instruction a fused product is a slow library call; two roundings are within what the paths promise.
    public static float Fma(float a, float b, float c)
        => System.Runtime.Intrinsics.X86.Fma.IsSupported ? MathF.FusedMultiplyAdd(a, b, c) : (a * b) + c;

    public static float GreaterOrEqual(float a, float b) => Truth(a >= b);

    public static float Greater(float a, float b) => Truth(a > b);

    public static float And(float a, float b) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(a) & BitConverter.SingleToUInt32Bits(b));

    public static float Select(float mask, float yes, float no) => Bits(mask) != 0 ? yes : no;

    public static uint Bits(float mask) => BitConverter.SingleToUInt32Bits(mask) >> 31;

    public static float Mask(uint bits) => Truth((bits & 1) != 0);

    public static float Product(float* a, float* b, int length)
    {
        float* sums = stackalloc float[SimdLayout.Block];
        for (int i = 0; i < SimdLayout.Block; i++)
        {
            sums[i] = a[i] * b[i];
            for (int k = i + SimdLayout.Block; k < length; k += SimdLayout.Block)
            {
                sums[i] = Fma(a[k], b[k], sums[i]);
            }
        }

        return Lane256.SumOfFolded(Vector256.Load(sums) + Vector256.Load(sums + 8));
    }

    private static float Truth(bool value) => BitConverter.UInt32BitsToSingle(value ? uint.MaxValue : 0);
}
