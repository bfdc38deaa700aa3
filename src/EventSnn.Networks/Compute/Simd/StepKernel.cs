using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>W -= step, from rows [output channel][kernel row][column][input channel] into the weights' order [input channel][row][column][16].</summary>
internal static unsafe class StepKernel
{
    /// <summary>From here on turning all rows is cheaper than walking through the weights once for each.</summary>
    private const int Few = 4;

    /// <summary>Subtracts the steps of some channels of one block of outputs.</summary>
    /// <param name="layout">The layer.</param>
    /// <param name="rows">16 rows, <see cref="SimdLayout.GradientRow"/> apart; those that do not move are overwritten.</param>
    /// <param name="moving">The rows to subtract.</param>
    /// <param name="weights">The block's weights.</param>
    public static void Subtract(SimdLayout layout, float* rows, uint moving, float* weights)
    {
        if (BitOperations.PopCount(moving) < Few || !Avx.IsSupported)
        {
            for (uint rest = moving; rest != 0; rest &= rest - 1)
            {
                int lane = BitOperations.TrailingZeroCount(rest);
                One(layout, rows + (lane * layout.GradientRow), weights + lane);
            }

            return;
        }

        for (int lane = 0; lane < SimdLayout.Block; lane++)
        {
            if ((moving >> lane & 1) == 0)
            {
                new Span<float>(rows + (lane * layout.GradientRow), layout.GradientRow).Clear();
            }
        }

        Transposed(layout, rows, moving, weights);
    }

    private static void One(SimdLayout layout, float* row, float* weights)
    {
        // Through the weights in their order, one line after the other: they are what does not fit in the cache.
        for (int i = 0; i < layout.InputChannels; i++)
        {
            for (int ky = layout.Kernel - 1; ky >= 0; ky--)
            {
                float* from = row + (ky * layout.RunPadded) + ((layout.Kernel - 1) * layout.InputChannels) + i;
                for (int kx = 0; kx < layout.Kernel; kx++, from -= layout.InputChannels, weights += SimdLayout.Block)
                {
                    *weights -= *from;
                }
            }
        }
    }

    private static void Transposed(SimdLayout layout, float* rows, uint moving, float* weights)
    {
        int kernel = layout.Kernel;
        int channels = layout.InputChannels;
        int positions = kernel * kernel;
        int step = positions * SimdLayout.Block;
        int rowLength = layout.GradientRow;
        bool lower = (moving & 0xFF) != 0;
        bool upper = (moving & 0xFF00) != 0;

        // 16 input channels at a time: whole lines of the rows, and of the weights 16 streams that run on from position to position.
        for (int first = 0; first < channels; first += 16)
        {
            int last = Math.Min(first + 16, channels);
            for (int ky = 0; ky < kernel; ky++)
            {
                for (int kx = 0; kx < kernel; kx++)
                {
                    float* from = rows + (ky * layout.RunPadded) + (kx * channels);
                    float* to = weights + ((positions - 1 - ((ky * kernel) + kx)) * SimdLayout.Block);
                    int i = first;
                    for (; i + 8 <= last; i += 8)
                    {
                        if (lower)
                        {
                            Eight(from + i, rowLength, to + (i * step), step);
                        }

                        if (upper)
                        {
                            Eight(from + i + (8 * rowLength), rowLength, to + (i * step) + 8, step);
                        }
                    }

                    for (; i < last; i++)
                    {
                        for (int lane = 0; lane < SimdLayout.Block; lane++)
                        {
                            to[(i * step) + lane] -= from[(lane * rowLength) + i];
                        }
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(float* from, int rowLength, float* to, int step)
    {
        Four(from, rowLength, to, step);
        Four(from + 4, rowLength, to + (4 * step), step);
    }

    /// <summary>Eight rows of four input channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(float* from, int rowLength, float* to, int step)
    {
        Vector256<float> r0 = Pair(from, 4 * rowLength);
        Vector256<float> r1 = Pair(from + rowLength, 4 * rowLength);
        Vector256<float> r2 = Pair(from + (2 * rowLength), 4 * rowLength);
        Vector256<float> r3 = Pair(from + (3 * rowLength), 4 * rowLength);
        Vector256<float> t0 = Avx.UnpackLow(r0, r1);
        Vector256<float> t1 = Avx.UnpackHigh(r0, r1);
        Vector256<float> t2 = Avx.UnpackLow(r2, r3);
        Vector256<float> t3 = Avx.UnpackHigh(r2, r3);
        Subtract(to, Avx.Shuffle(t0, t2, 0x44));
        Subtract(to + step, Avx.Shuffle(t0, t2, 0xEE));
        Subtract(to + (2 * step), Avx.Shuffle(t1, t3, 0x44));
        Subtract(to + (3 * step), Avx.Shuffle(t1, t3, 0xEE));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pair(float* low, int distance)
        => Avx.InsertVector128(Vector128.Load(low).ToVector256Unsafe(), Vector128.Load(low + distance), 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Subtract(float* weights, Vector256<float> step) => (Vector256.Load(weights) - step).Store(weights);
}
