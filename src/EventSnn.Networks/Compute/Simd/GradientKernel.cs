namespace EventSnn.Networks.Compute.Simd;

/// <summary>
/// dW = sum delta (x) P of one output channel: for each kernel row, the run of P under it, 14 vectors at a time in registers while all
/// of the channel's deltas pass. Cost by deltas that are not zero.
/// </summary>
internal static unsafe class GradientKernel<TLane, V>
    where TLane : struct, ILane<V>
    where V : struct
{
    /// <summary>Computes one output channel.</summary>
    /// <param name="layout">The layer.</param>
    /// <param name="states">The streams that learn.</param>
    /// <param name="fields">For each output pixel, where its receptive field begins in P.</param>
    /// <param name="channel">The output channel.</param>
    /// <param name="gradient">Receives [kernel row][run, padded].</param>
    /// <param name="bias">Receives db.</param>
    /// <returns>Whether any delta is not zero; if not, nothing was written.</returns>
    public static bool Run(SimdLayout layout, ReadOnlySpan<SimdLayerState> states, int[] fields, int channel, float* gradient, out float bias)
    {
        bias = 0;
        bool any = false;
        int first = channel * layout.PooledPixels;
        foreach (SimdLayerState state in states)
        {
            int count = state.DeltasOfChannel[channel];
            any |= count > 0;
            for (int k = 0; k < count; k++)
            {
                bias += state.DeltaValues[first + k];
            }
        }

        if (!any)
        {
            return false;
        }

        fixed (int* field = fields)
        {
            for (int row = 0; row < layout.Kernel; row++)
            {
                int offset = row * layout.TraceRow;
                float* to = gradient + (row * layout.RunPadded);
                int i = 0;
                for (; i + (14 * TLane.Width) <= layout.RunPadded; i += 14 * TLane.Width)
                {
                    Fourteen(states, first, channel, field, offset + i, to + i);
                }

                for (; i + (4 * TLane.Width) <= layout.RunPadded; i += 4 * TLane.Width)
                {
                    Four(states, first, channel, field, offset + i, to + i);
                }

                for (; i < layout.RunPadded; i += TLane.Width)
                {
                    One(states, first, channel, field, offset + i, to + i);
                }
            }
        }

        return true;
    }

    private static void Fourteen(ReadOnlySpan<SimdLayerState> states, int first, int channel, int* fields, int offset, float* to)
    {
        int w = TLane.Width;
        V a0 = TLane.Zero, a1 = TLane.Zero, a2 = TLane.Zero, a3 = TLane.Zero, a4 = TLane.Zero, a5 = TLane.Zero, a6 = TLane.Zero;
        V a7 = TLane.Zero, a8 = TLane.Zero, a9 = TLane.Zero, a10 = TLane.Zero, a11 = TLane.Zero, a12 = TLane.Zero, a13 = TLane.Zero;
        foreach (SimdLayerState state in states)
        {
            int count = state.DeltasOfChannel[channel];
            float* trace = state.P.Pointer + offset;
            fixed (int* pixels = &state.DeltaPixels[first])
            fixed (float* deltas = &state.DeltaValues[first])
            {
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
            }
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

    private static void Four(ReadOnlySpan<SimdLayerState> states, int first, int channel, int* fields, int offset, float* to)
    {
        int w = TLane.Width;
        V a0 = TLane.Zero, a1 = TLane.Zero, a2 = TLane.Zero, a3 = TLane.Zero;
        foreach (SimdLayerState state in states)
        {
            int count = state.DeltasOfChannel[channel];
            float* trace = state.P.Pointer + offset;
            fixed (int* pixels = &state.DeltaPixels[first])
            fixed (float* deltas = &state.DeltaValues[first])
            {
                for (int k = 0; k < count; k++)
                {
                    V delta = TLane.Create(deltas[k]);
                    float* p = trace + fields[pixels[k]];
                    a0 = TLane.Fma(delta, TLane.Load(p), a0);
                    a1 = TLane.Fma(delta, TLane.Load(p + w), a1);
                    a2 = TLane.Fma(delta, TLane.Load(p + (2 * w)), a2);
                    a3 = TLane.Fma(delta, TLane.Load(p + (3 * w)), a3);
                }
            }
        }

        TLane.Store(to, a0);
        TLane.Store(to + w, a1);
        TLane.Store(to + (2 * w), a2);
        TLane.Store(to + (3 * w), a3);
    }

    private static void One(ReadOnlySpan<SimdLayerState> states, int first, int channel, int* fields, int offset, float* to)
    {
        V a = TLane.Zero;
        foreach (SimdLayerState state in states)
        {
            int count = state.DeltasOfChannel[channel];
            for (int k = 0; k < count; k++)
            {
                a = TLane.Fma(TLane.Create(state.DeltaValues[first + k]), TLane.Load(state.P.Pointer + offset + fields[state.DeltaPixels[first + k]]), a);
            }
        }

        TLane.Store(to, a);
    }
}
