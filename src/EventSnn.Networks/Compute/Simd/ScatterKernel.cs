using System.Runtime.CompilerServices;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>
/// I += W.x for one block of 16 outputs: each spike adds its kernel, row by row. The plane of I (some 30 KB) and the weights of one
/// input channel (3 KB for 7x7) stay in the first cache while all spikes of that channel pass.
/// </summary>
internal static unsafe class ScatterKernel<TLane, V>
    where TLane : struct, ILane<V>
    where V : struct
{
    /// <summary>I = decay I.</summary>
    public static void Decay(float* current, int length, float decay)
    {
        V d = TLane.Create(decay);
        for (int i = 0; i < length; i += TLane.Width)
        {
            TLane.Store(current + i, TLane.Flush(TLane.Multiply(d, TLane.Load(current + i))));
        }
    }

    /// <summary>Adds the spikes of the layer below, after subtracting the steps that wait for the weights.</summary>
    public static void AddSpikes(SimdLayout layout, float* current, float* weights, SimdLayerState below, DeferredSteps deferred, int block)
    {
        int channels = layout.Plan.Input.Channels;
        int pixels = layout.Plan.Input.Height * layout.Plan.Input.Width;
        bool steps = deferred.Waiting(block) != 0;
        fixed (int* list = below.SpikePixels)
        fixed (int* place = layout.InputToCurrent)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                int count = below.SpikesOfChannel[channel];
                int* spikes = list + (channel * pixels);
                if (layout.IsFlat)
                {
                    for (int k = 0; k < count; k++)
                    {
                        AddVectors(current, weights + (((spikes[k] * layout.SourceChannels) + channel) * SimdLayout.Block), SimdLayout.Block);
                    }

                    continue;
                }

                float* kernel = weights + (channel * layout.Kernel * layout.Kernel * SimdLayout.Block);
                if (steps)
                {
                    deferred.Subtract(block, channel, kernel);
                }

                if (layout.Kernel == 7)
                {
                    for (int k = 0; k < count; k++)
                    {
                        AddKernel7(current + place[spikes[k]], kernel, layout.CurrentRow);
                    }

                    continue;
                }

                for (int k = 0; k < count; k++)
                {
                    AddKernel(layout, current + place[spikes[k]], kernel);
                }
            }
        }

        deferred.Done(block);
    }

    /// <summary>Adds a step of events.</summary>
    public static void AddCounts(SimdLayout layout, float* current, float* weights, in StepInput input)
    {
        ReadOnlySpan<int> inputs = input.Inputs.Span;
        ReadOnlySpan<ushort> counts = input.Counts.Span;
        int run = layout.Kernel * SimdLayout.Block;
        for (int k = 0; k < inputs.Length; k++)
        {
            V count = TLane.Create(counts[k]);
            float* to = current + layout.InputToCurrent[inputs[k]];
            float* from = weights + layout.InputToWeight[inputs[k]];
            for (int row = 0; row < layout.Kernel; row++, to += layout.CurrentRow, from += run)
            {
                for (int i = 0; i < run; i += TLane.Width)
                {
                    TLane.Store(to + i, TLane.Fma(count, TLane.Load(from + i), TLane.Load(to + i)));
                }
            }
        }
    }

    private static void AddKernel(SimdLayout layout, float* to, float* from)
    {
        int run = layout.Kernel * SimdLayout.Block;
        for (int row = 0; row < layout.Kernel; row++, to += layout.CurrentRow, from += run)
        {
            AddVectors(to, from, run);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddVectors(float* to, float* from, int length)
    {
        if (2 * TLane.Width == SimdLayout.Block)
        {
            for (int i = 0; i < length; i += SimdLayout.Block)
            {
                V low = TLane.Add(TLane.Load(to + i), TLane.Load(from + i));
                V high = TLane.Add(TLane.Load(to + i + TLane.Width), TLane.Load(from + i + TLane.Width));
                TLane.Store(to + i, low);
                TLane.Store(to + i + TLane.Width, high);
            }

            return;
        }

        for (int i = 0; i < length; i += TLane.Width)
        {
            TLane.Store(to + i, TLane.Add(TLane.Load(to + i), TLane.Load(from + i)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddKernel7(float* to, float* from, int stride)
    {
        for (int row = 0; row < 7; row++, to += stride, from += 7 * SimdLayout.Block)
        {
            if (TLane.Width < SimdLayout.Block)
            {
                // Both halves of a cache line one after the other: two stores to the same line can be done at once.
                AddVectors(to, from, SimdLayout.Block);
                AddVectors(to + 16, from + 16, SimdLayout.Block);
                AddVectors(to + 32, from + 32, SimdLayout.Block);
                AddVectors(to + 48, from + 48, SimdLayout.Block);
                AddVectors(to + 64, from + 64, SimdLayout.Block);
                AddVectors(to + 80, from + 80, SimdLayout.Block);
                AddVectors(to + 96, from + 96, SimdLayout.Block);
                continue;
            }

            V a = TLane.Add(TLane.Load(to), TLane.Load(from));
            V b = TLane.Add(TLane.Load(to + 16), TLane.Load(from + 16));
            V c = TLane.Add(TLane.Load(to + 32), TLane.Load(from + 32));
            V d = TLane.Add(TLane.Load(to + 48), TLane.Load(from + 48));
            V e = TLane.Add(TLane.Load(to + 64), TLane.Load(from + 64));
            V g = TLane.Add(TLane.Load(to + 80), TLane.Load(from + 80));
            V h = TLane.Add(TLane.Load(to + 96), TLane.Load(from + 96));
            TLane.Store(to, a);
            TLane.Store(to + 16, b);
            TLane.Store(to + 32, c);
            TLane.Store(to + 48, d);
            TLane.Store(to + 64, e);
            TLane.Store(to + 80, g);
            TLane.Store(to + 96, h);
        }
    }
}
