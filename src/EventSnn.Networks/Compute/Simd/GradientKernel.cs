namespace EventSnn.Networks.Compute.Simd;

/// <summary>
/// dW = sum delta (x) P of one output channel and stream: the run of P under a kernel row, 14 vectors at a time in registers while all
/// of the channel's deltas pass. Cost by deltas that are not zero.
/// </summary>
internal static unsafe class GradientKernel<TLane, V>
    where TLane : struct, ILane<V>
    where V : struct
{
    /// <summary>Computes or adds to one output channel.</summary>
    /// <param name="layout">The layer.</param>
    /// <param name="state">The stream.</param>
    /// <param name="fields">For each output pixel, where its receptive field begins in P.</param>
    /// <param name="channel">The output channel.</param>
    /// <param name="count">The number of its deltas that are not zero, at least 1.</param>
    /// <param name="gradient">Receives [kernel row][run, padded].</param>
    /// <param name="add">Whether to add to what is there.</param>
    /// <returns>The sum of the deltas.</returns>
    public static float Run(SimdLayout layout, SimdLayerState state, int[] fields, int channel, int count, float* gradient, bool add)
    {
        int first = channel * layout.PooledPixels;
        int w = TLane.Width;
        float bias = 0;
        fixed (int* field = fields)
        fixed (int* pixels = &state.DeltaPixels[first])
        fixed (float* deltas = &state.DeltaValues[first])
        {
            for (int k = 0; k < count; k++)
            {
                bias += deltas[k];
            }

            if (layout.RunPadded <= w && layout.Kernel == 7)
            {
                SevenRows(layout, state.P.Pointer, field, pixels, deltas, count, gradient, add);
                return bias;
            }

            for (int row = 0; row < layout.Kernel; row++)
            {
                float* trace = state.P.Pointer + (row * layout.TraceRow);
                float* to = gradient + (row * layout.RunPadded);
                int i = 0;
                for (; i + (14 * w) <= layout.RunPadded; i += 14 * w)
                {
                    Fourteen(trace + i, field, pixels, deltas, count, to + i, add);
                }

                for (; i + (4 * w) <= layout.RunPadded; i += 4 * w)
                {
                    Four(trace + i, field, pixels, deltas, count, to + i, add);
                }

                for (; i < layout.RunPadded; i += w)
                {
                    One(trace + i, field, pixels, deltas, count, to + i, add);
                }
            }
        }

        return bias;
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

    /// <summary>The lowest layer: a kernel row is one vector, so all seven rows go together.</summary>
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
