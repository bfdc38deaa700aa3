using System.Numerics;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>
/// dW = sum delta (x) P of one block of outputs and one stream: of the run of P under a kernel row, 14 vectors at a time stay in registers
/// while a channel's deltas pass. Cost by deltas that are not zero.
/// </summary>
internal static unsafe class GradientKernel<TLane, V>
    where TLane : struct, ILane<V>
    where V : struct
{
    // What of P a part of the deltas reaches should stay in the first cache (48 KB, some of it needed for the sums) while the
    // block's 16 channels pass.
    private const int PartFloats = 9 * 1024;

    /// <summary>Computes or adds to the gradient of one block of 16 output channels.</summary>
    /// <param name="layout">The layer.</param>
    /// <param name="state">The stream.</param>
    /// <param name="fields">For each output pixel, where its receptive field begins in P.</param>
    /// <param name="block">The block.</param>
    /// <param name="gradient">16 rows of [kernel row][run, padded], <see cref="SimdLayout.GradientRow"/> apart.</param>
    /// <param name="bias">16 sums of deltas, added to.</param>
    /// <param name="touched">The rows that hold something to add to.</param>
    /// <returns>The rows that hold something now.</returns>
    public static uint Run(SimdLayout layout, SimdLayerState state, int[] fields, int block, float* gradient, float* bias, uint touched)
    {
        int* begin = stackalloc int[SimdLayout.Block];
        int* end = stackalloc int[SimdLayout.Block];
        new Span<int>(end, SimdLayout.Block).Clear();
        int first = block * SimdLayout.Block * layout.PooledPixels;
        int rows = RowsPerPart(layout);
        fixed (int* field = fields)
        fixed (int* pixels = &state.DeltaPixels[first])
        fixed (float* deltas = &state.DeltaValues[first])
        {
            for (int row = 0; row < layout.Plan.Output.Height; row += rows)
            {
                uint active = 0;
                for (int lane = 0; lane < SimdLayout.Block; lane++)
                {
                    int count = state.DeltasOfChannel[(block * SimdLayout.Block) + lane];
                    int at = lane * layout.PooledPixels;
                    int k = end[lane];
                    begin[lane] = k;
                    for (int limit = (row + rows) * layout.Plan.Output.Width; k < count && pixels[at + k] < limit; k++)
                    {
                        bias[lane] += deltas[at + k];
                    }

                    end[lane] = k;
                    active |= k > begin[lane] ? 1u << lane : 0;
                }

                if (active != 0)
                {
                    Part(layout, state.P.Pointer, field, pixels, deltas, begin, end, active, touched, gradient);
                    touched |= active;
                }
            }
        }

        return touched;
    }

    /// <summary>Output rows whose deltas go together: whole pooling windows, since deltas are in the order of those.</summary>
    private static int RowsPerPart(SimdLayout layout)
    {
        int perRow = layout.Plan.Stride * Math.Min(layout.TraceRow, ((((layout.Plan.Output.Width * layout.Plan.Stride) - 1) * layout.InputChannels) + (14 * TLane.Width)));
        int windows = Math.Max(1, PartFloats / Math.Max(1, perRow) / layout.Plan.Pool);
        return windows * layout.Plan.Pool;
    }

    /// <summary>Some of the deltas of all channels, a piece of a kernel row after the other.</summary>
    private static void Part(
        SimdLayout layout, float* trace, int* field, int* pixels, float* deltas, int* begin, int* end, uint active, uint touched, float* gradient)
    {
        int w = TLane.Width;
        int padded = layout.RunPadded;
        bool seven = layout.Kernel == 7 && padded <= SimdLayout.Block;
        for (int row = 0; row < (seven ? 1 : layout.Kernel); row++)
        {
            int length;
            for (int i = 0; i < padded; i += length)
            {
                length = seven ? w : i + (14 * w) <= padded ? 14 * w : i + (4 * w) <= padded ? 4 * w : w;
                float* from = trace + (row * layout.TraceRow) + i;
                for (uint rest = active; rest != 0; rest &= rest - 1)
                {
                    int lane = BitOperations.TrailingZeroCount(rest);
                    int at = (lane * layout.PooledPixels) + begin[lane];
                    int count = end[lane] - begin[lane];
                    float* to = gradient + (lane * layout.GradientRow) + (row * padded) + i;
                    bool add = (touched >> lane & 1) != 0;
                    if (seven)
                    {
                        SevenRows(layout, from, field, pixels + at, deltas + at, count, to, add);
                    }
                    else if (length == 14 * w)
                    {
                        Fourteen(from, field, pixels + at, deltas + at, count, to, add);
                    }
                    else if (length == 4 * w)
                    {
                        Four(from, field, pixels + at, deltas + at, count, to, add);
                    }
                    else
                    {
                        One(from, field, pixels + at, deltas + at, count, to, add);
                    }
                }
            }
        }
    }

    private static void Fourteen(float* trace, int* fields, int* pixels, float* deltas, int count, float* to, bool add)
    {
        int w = TLane.Width;
        V a0 = First(to, add), a1 = First(to + w, add), a2 = First(to + (2 * w), add), a3 = First(to + (3 * w), add);
        V a4 = First(to + (4 * w), add), a5 = First(to + (5 * w), add), a6 = First(to + (6 * w), add), a7 = First(to + (7 * w), add);
        V a8 = First(to + (8 * w), add), a9 = First(to + (9 * w), add), a10 = First(to + (10 * w), add), a11 = First(to + (11 * w), add);
        V a12 = First(to + (12 * w), add), a13 = First(to + (13 * w), add);
        for (int k = 0; k < count; k++)
        {
            V delta = TLane.Create(deltas[k]);
            float* p = trace + fields[pixels[k]];
            a0 = TLane.Fma(delta, TLane.Load(p), a0);
            a1 = TLane.Fma(delta, TLane.Load(p + w), a1);
            a2 = TLane.Fma(delta, TLane.Load(p + (2 * w)), a2);
            a3 = TLane.Fma(delta, TLane.Load(p + (3 * w)), a3);
            a4 = TLane.Fma(delta, TLane.Load(p + (4 * w)), a4);
            a5 = TLane.Fma(delta, TLane.Load(p + (5 * w)), a5);
            a6 = TLane.Fma(delta, TLane.Load(p + (6 * w)), a6);
            a7 = TLane.Fma(delta, TLane.Load(p + (7 * w)), a7);
            a8 = TLane.Fma(delta, TLane.Load(p + (8 * w)), a8);
            a9 = TLane.Fma(delta, TLane.Load(p + (9 * w)), a9);
            a10 = TLane.Fma(delta, TLane.Load(p + (10 * w)), a10);
            a11 = TLane.Fma(delta, TLane.Load(p + (11 * w)), a11);
            a12 = TLane.Fma(delta, TLane.Load(p + (12 * w)), a12);
            a13 = TLane.Fma(delta, TLane.Load(p + (13 * w)), a13);
        }

        TLane.Store(to, a0);
        TLane.Store(to + w, a1);
        TLane.Store(to + (2 * w), a2);
        TLane.Store(to + (3 * w), a3);
        TLane.Store(to + (4 * w), a4);
        TLane.Store(to + (5 * w), a5);
        TLane.Store(to + (6 * w), a6);
        TLane.Store(to + (7 * w), a7);
        TLane.Store(to + (8 * w), a8);
        TLane.Store(to + (9 * w), a9);
        TLane.Store(to + (10 * w), a10);
        TLane.Store(to + (11 * w), a11);
        TLane.Store(to + (12 * w), a12);
        TLane.Store(to + (13 * w), a13);
    }

    /// <summary>The lowest layer: a kernel row is one vector or two, so all seven rows go together.</summary>
    private static void SevenRows(SimdLayout layout, float* trace, int* fields, int* pixels, float* deltas, int count, float* to, bool add)
    {
        int row = layout.TraceRow;
        int w = layout.RunPadded;
        V a = First(to, add), b = First(to + w, add), c = First(to + (2 * w), add), d = First(to + (3 * w), add);
        V e = First(to + (4 * w), add), f = First(to + (5 * w), add), g = First(to + (6 * w), add);
        for (int k = 0; k < count; k++)
        {
            V delta = TLane.Create(deltas[k]);
            float* p = trace + fields[pixels[k]];
            a = TLane.Fma(delta, TLane.Load(p), a);
            b = TLane.Fma(delta, TLane.Load(p + row), b);
            c = TLane.Fma(delta, TLane.Load(p + (2 * row)), c);
            d = TLane.Fma(delta, TLane.Load(p + (3 * row)), d);
            e = TLane.Fma(delta, TLane.Load(p + (4 * row)), e);
            f = TLane.Fma(delta, TLane.Load(p + (5 * row)), f);
            g = TLane.Fma(delta, TLane.Load(p + (6 * row)), g);
        }

        TLane.Store(to, a);
        TLane.Store(to + w, b);
        TLane.Store(to + (2 * w), c);
        TLane.Store(to + (3 * w), d);
        TLane.Store(to + (4 * w), e);
        TLane.Store(to + (5 * w), f);
        TLane.Store(to + (6 * w), g);
    }

    private static void Four(float* trace, int* fields, int* pixels, float* deltas, int count, float* to, bool add)
    {
        int w = TLane.Width;
        V a = First(to, add), b = First(to + w, add), c = First(to + (2 * w), add), d = First(to + (3 * w), add);
        for (int k = 0; k < count; k++)
        {
            V delta = TLane.Create(deltas[k]);
            float* p = trace + fields[pixels[k]];
            a = TLane.Fma(delta, TLane.Load(p), a);
            b = TLane.Fma(delta, TLane.Load(p + w), b);
            c = TLane.Fma(delta, TLane.Load(p + (2 * w)), c);
            d = TLane.Fma(delta, TLane.Load(p + (3 * w)), d);
        }

        TLane.Store(to, a);
        TLane.Store(to + w, b);
        TLane.Store(to + (2 * w), c);
        TLane.Store(to + (3 * w), d);
    }

    private static void One(float* trace, int* fields, int* pixels, float* deltas, int count, float* to, bool add)
    {
        V a = First(to, add);
        for (int k = 0; k < count; k++)
        {
            a = TLane.Fma(TLane.Create(deltas[k]), TLane.Load(trace + fields[pixels[k]]), a);
        }

        TLane.Store(to, a);
    }

    private static V First(float* to, bool add) => add ? TLane.Load(to) : TLane.Zero;
}
