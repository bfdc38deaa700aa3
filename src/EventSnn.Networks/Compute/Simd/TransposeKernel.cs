using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>Gradients [output channel][kernel row][column][input channel] into the weights' order [input channel][row][column][16].</summary>
internal static unsafe class TransposeKernel
{
    /// <summary>Transposes some input channels of one block of outputs.</summary>
    /// <param name="layout">The layer.</param>
    /// <param name="gradient">16 rows, one per output channel.</param>
    /// <param name="rowLength">Floats from a row to the next.</param>
    /// <param name="firstInput">The first input channel.</param>
    /// <param name="inputs">How many.</param>
    /// <param name="destination">Receives [input channel][flipped row][flipped column][16].</param>
    public static void Run(SimdLayout layout, float* gradient, int rowLength, int firstInput, int inputs, float* destination)
    {
        int kernel = layout.Kernel;
        int positions = kernel * kernel;
        int step = positions * SimdLayout.Block;
        for (int ky = 0; ky < kernel; ky++)
        {
            for (int kx = 0; kx < kernel; kx++)
            {
                float* from = gradient + (ky * layout.RunPadded) + (kx * layout.InputChannels) + firstInput;
                float* to = destination + ((positions - 1 - ((ky * kernel) + kx)) * SimdLayout.Block);
                int i = 0;
                if (Avx.IsSupported)
                {
                    for (; i + 8 <= inputs; i += 8)
                    {
                        Eight(from + i, rowLength, to + (i * step), step);
                        Eight(from + i + (8 * rowLength), rowLength, to + (i * step) + 8, step);
                    }
                }

                for (; i < inputs; i++)
                {
                    for (int lane = 0; lane < SimdLayout.Block; lane++)
                    {
                        to[(i * step) + lane] = from[(lane * rowLength) + i];
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(float* from, int rowLength, float* to, int step)
    {
        Vector256<float> r0 = Vector256.Load(from);
        Vector256<float> r1 = Vector256.Load(from + rowLength);
        Vector256<float> r2 = Vector256.Load(from + (2 * rowLength));
        Vector256<float> r3 = Vector256.Load(from + (3 * rowLength));
        Vector256<float> r4 = Vector256.Load(from + (4 * rowLength));
        Vector256<float> r5 = Vector256.Load(from + (5 * rowLength));
        Vector256<float> r6 = Vector256.Load(from + (6 * rowLength));
        Vector256<float> r7 = Vector256.Load(from + (7 * rowLength));
        Vector256<float> t0 = Avx.UnpackLow(r0, r1);
        Vector256<float> t1 = Avx.UnpackHigh(r0, r1);
        Vector256<float> t2 = Avx.UnpackLow(r2, r3);
        Vector256<float> t3 = Avx.UnpackHigh(r2, r3);
        Vector256<float> t4 = Avx.UnpackLow(r4, r5);
        Vector256<float> t5 = Avx.UnpackHigh(r4, r5);
        Vector256<float> t6 = Avx.UnpackLow(r6, r7);
        Vector256<float> t7 = Avx.UnpackHigh(r6, r7);
        r0 = Avx.Shuffle(t0, t2, 0x44);
        r1 = Avx.Shuffle(t0, t2, 0xEE);
        r2 = Avx.Shuffle(t1, t3, 0x44);
        r3 = Avx.Shuffle(t1, t3, 0xEE);
        r4 = Avx.Shuffle(t4, t6, 0x44);
        r5 = Avx.Shuffle(t4, t6, 0xEE);
        r6 = Avx.Shuffle(t5, t7, 0x44);
        r7 = Avx.Shuffle(t5, t7, 0xEE);
        Avx.Permute2x128(r0, r4, 0x20).Store(to);
        Avx.Permute2x128(r1, r5, 0x20).Store(to + step);
        Avx.Permute2x128(r2, r6, 0x20).Store(to + (2 * step));
        Avx.Permute2x128(r3, r7, 0x20).Store(to + (3 * step));
        Avx.Permute2x128(r0, r4, 0x31).Store(to + (4 * step));
        Avx.Permute2x128(r1, r5, 0x31).Store(to + (5 * step));
        Avx.Permute2x128(r2, r6, 0x31).Store(to + (6 * step));
        Avx.Permute2x128(r3, r7, 0x31).Store(to + (7 * step));
    }
}
