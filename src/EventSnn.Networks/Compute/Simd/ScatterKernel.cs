namespace EventSnn.Networks.Compute.Simd;

/// <summary>
/// The current of one block of 16 outputs: its decay, and I += W.x of the lowest layer, where each event adds its kernel row by row. Events are
/// few and have counts; spikes of a layer below are gathered instead (<see cref="GatherKernel{TLane, V}"/>).
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
}
