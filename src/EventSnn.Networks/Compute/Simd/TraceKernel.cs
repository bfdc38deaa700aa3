namespace EventSnn.Networks.Compute.Simd;

/// <summary>Q = beta Q + qg x; P = alpha P + pg Q on the input lines.</summary>
internal static unsafe class TraceKernel<TLane, V>
    where TLane : struct, ILane<V>
    where V : struct
{
    /// <summary>One block of 16 channels, with the spikes of the layer below.</summary>
    /// <param name="layout">The layer.</param>
    /// <param name="state">Its state.</param>
    /// <param name="below">The state of the layer below.</param>
    /// <param name="block">The block of input channels.</param>
    /// <param name="constants">The layer's decays and gains per input channel.</param>
    /// <param name="newSynapse">Whether P takes the new Q.</param>
    public static void FromSpikes(SimdLayout layout, SimdLayerState state, SimdLayerState below, int block, in TraceConstants constants, bool newSynapse)
    {
        int width = layout.Plan.Input.Width;
        int height = layout.Plan.Input.Height;
        int channels = layout.SourceChannels;
        int row = layout.IsFlat ? width * channels : layout.TraceRow;
        int origin = (layout.Padding * row) + (layout.Padding * channels) + (block * SimdLayout.Block);
        fixed (ushort* masks = &below.SpikeMasks[block * height * width])
        {
            for (int lane = 0; lane < SimdLayout.Block; lane += TLane.Width)
            {
                int channel = (block * SimdLayout.Block) + lane;
                V alpha = TLane.Load(constants.Alpha + channel);
                V beta = TLane.Load(constants.Beta + channel);
                V qg = TLane.Load(constants.SynapseGain + channel);
                V pg = TLane.Load(constants.MembraneGain + channel);
                ushort* mask = masks;
                for (int y = 0; y < height; y++)
                {
                    float* q = state.Q.Pointer + origin + (y * row) + lane;
                    float* p = state.P.Pointer + origin + (y * row) + lane;
                    for (int x = 0; x < width; x++, q += channels, p += channels, mask++)
                    {
                        V old = TLane.Load(q);
                        V now = TLane.Multiply(beta, old);
                        if (*mask != 0)
                        {
                            now = TLane.Add(now, TLane.And(TLane.Mask((uint)*mask >> lane), qg));
                        }

                        now = TLane.Flush(now);
                        TLane.Store(q, now);
                        TLane.Store(p, TLane.Flush(TLane.Fma(alpha, TLane.Load(p), TLane.Multiply(pg, newSynapse ? now : old))));
                    }
                }
            }
        }
    }

    /// <summary>The spikes of the layer below as 0 and 1 in the layout of P.</summary>
    public static void Spread(SimdLayout layout, SimdLayerState below, float* x)
    {
        int width = layout.Plan.Input.Width;
        int height = layout.Plan.Input.Height;
        int channels = layout.SourceChannels;
        int row = layout.IsFlat ? width * channels : layout.TraceRow;
        for (int pixel = 0; pixel < height * width; pixel++)
        {
            float* to = x + ((layout.Padding + (pixel / width)) * row) + ((layout.Padding + (pixel % width)) * channels);
            for (int channel = 0; channel < channels; channel += TLane.Width)
            {
                uint mask = below.SpikeMasks[(channel / SimdLayout.Block * height * width) + pixel];
                TLane.Store(to + channel, TLane.And(TLane.Mask(mask >> (channel % SimdLayout.Block)), TLane.Create(1)));
            }
        }
    }

    /// <summary>The lowest layer, with a sparse list of counts.</summary>
    public static void FromCounts(SimdLayout layout, SimdLayerState state, in StepInput input, in TraceConstants constants, bool newSynapse)
    {
        float* q = state.Q.Pointer;
        float* p = state.P.Pointer;
        int length = layout.TraceLength;
        if (constants.IsUniform)
        {
            V alpha = TLane.Create(constants.Alpha[0]);
            V beta = TLane.Create(constants.Beta[0]);
            V pg = TLane.Create(constants.MembraneGain[0]);

            // Whole vectors: what lies beyond the end is slack and stays zero.
            for (int i = 0; i < length; i += TLane.Width)
            {
                V old = TLane.Load(q + i);
                V now = TLane.Flush(TLane.Multiply(beta, old));
                TLane.Store(q + i, now);
                TLane.Store(p + i, TLane.Flush(TLane.Fma(alpha, TLane.Load(p + i), TLane.Multiply(pg, newSynapse ? now : old))));
            }
        }
        else
        {
            for (int i = 0; i < length; i++)
            {
                int channel = i % layout.SourceChannels;
                float old = q[i];
                q[i] = LaneScalar.Flush(constants.Beta[channel] * old);
                p[i] = LaneScalar.Flush(MathF.FusedMultiplyAdd(constants.Alpha[channel], p[i], constants.MembraneGain[channel] * (newSynapse ? q[i] : old)));
            }
        }

        ReadOnlySpan<int> inputs = input.Inputs.Span;
        ReadOnlySpan<ushort> counts = input.Counts.Span;
        int plane = layout.Plan.Input.Height * layout.Plan.Input.Width;
        for (int k = 0; k < inputs.Length; k++)
        {
            int channel = inputs[k] / plane;
            int at = layout.InputToTrace[inputs[k]];
            float charge = constants.SynapseGain[channel] * counts[k];
            q[at] += charge;
            if (newSynapse)
            {
                p[at] += constants.MembraneGain[channel] * charge;
            }
        }
    }
}
