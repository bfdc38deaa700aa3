namespace EventSnn.Networks.Compute.Simd;

/// <summary>I = beta I + W.x of a layer that runs event-driven, for one block of 16 outputs at a time: which kernel adds the spikes of a step.</summary>
/// <remarks>
/// Events of the lowest layer are few and have counts: each adds its kernel row by row. Spikes of a layer below are gathered
/// (<see cref="GatherKernel{TLane, V}"/>), and where nearly all neurons spike, convolved densely.
/// </remarks>
/// <typeparam name="TLane">The width.</typeparam>
/// <typeparam name="V">Its vector.</typeparam>
/// <param name="layout">The layer.</param>
/// <param name="parameters">Its weights.</param>
/// <param name="denseAbove">The share of spiking inputs above which they are convolved.</param>
/// <param name="workers">Threads, each with scratch memory of its own.</param>
internal sealed unsafe class SynapticCurrent<TLane, V>(SimdLayout layout, SimdLayerParameters parameters, float denseAbove, int workers)
    where TLane : struct, ILane<V>
    where V : struct
{
    private readonly AlignedBuffer[] dense = [.. Enumerable.Range(0, workers).Select(_ => new AlignedBuffer(layout.TraceLength))];

    /// <summary>Lists the spikes of one row of inputs; all rows come before <see cref="Add(SimdLayerState, SimdLayerState, int, int)"/>.</summary>
    /// <param name="state">The layer.</param>
    /// <param name="below">The layer that spiked.</param>
    /// <param name="row">One of <see cref="SpikeRows.Rows"/>.</param>
    public void List(SimdLayerState state, SimdLayerState below, int row)
    {
        if (!IsDense(below))
        {
            state.Rows!.Make(below.SpikeMasks, row);
        }
    }

    /// <summary>I = decay I.</summary>
    public void Decay(SimdLayerState state, int block)
    {
        float* current = Plane(state, block);
        V d = TLane.Create(parameters.TraceConstants.Beta[0]);
        for (int i = 0; i < layout.CurrentPlane; i += TLane.Width)
        {
            TLane.Store(current + i, TLane.Flush(TLane.Multiply(d, TLane.Load(current + i))));
        }
    }

    /// <summary>Adds the events of a step.</summary>
    public void Add(SimdLayerState state, in StepInput input, int block)
    {
        float* current = Plane(state, block);
        float* weights = Weights(block);
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

    /// <summary>Adds the spikes of the layer below.</summary>
    public void Add(SimdLayerState state, SimdLayerState below, int block, int worker)
    {
        if (IsDense(below))
        {
            float* x = dense[worker].Pointer;
            TraceKernel<TLane, V>.Spread(layout, below, x);
            ConvolutionKernel<TLane, V>.Run(layout, x, Weights(block), Plane(state, block) + layout.CurrentOrigin, layout.CurrentRow, add: true);
        }
        else
        {
            GatherKernel<TLane, V>.Run(layout, Plane(state, block), Weights(block), state.Rows!);
        }
    }

    private bool IsDense(SimdLayerState below) => below.OutputCount > denseAbove * layout.Plan.Input.Size;

    private float* Plane(SimdLayerState state, int block) => state.I.Pointer + (block * layout.CurrentPlane);

    private float* Weights(int block) => parameters.Weights.Pointer + (block * layout.WeightBlock);
}
