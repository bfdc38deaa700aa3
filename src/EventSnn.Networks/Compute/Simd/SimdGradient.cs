using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>
/// The weight gradient of a layer, made for 16 output channels at a time in scratch memory and used up at once: no gradient of the
/// whole layer is ever stored.
/// </summary>
internal sealed unsafe class SimdGradient<TLane, V>
    where TLane : struct, ILane<V>
    where V : struct
{
    private readonly SimdLayout layout;
    private readonly SimdLayerParameters parameters;
    private readonly int[] fields;
    private readonly int rowLength;
    private readonly int tileInputs;
    private readonly AlignedBuffer[] rows;
    private readonly AlignedBuffer[] tiles;

    public SimdGradient(SimdLayout layout, SimdLayerParameters parameters, int workers)
    {
        this.layout = layout;
        this.parameters = parameters;
        fields = [.. Enumerable.Range(0, layout.OutputPixels).Select(layout.Field)];

        // One line more than needed: rows a power of two apart would fight for the same cache sets.
        rowLength = (layout.Kernel * layout.RunPadded) + SimdLayout.Block;
        tileInputs = Math.Min(layout.InputChannels, Math.Max(8, 512 / (layout.Kernel * layout.Kernel) / 8 * 8));
        rows = new AlignedBuffer[workers];
        tiles = new AlignedBuffer[workers];
    }

    /// <summary>Gradient and optimiser for one block of 16 outputs.</summary>
    public void Update(in OptimiserStep update, ReadOnlySpan<SimdLayerState> states, int block, int worker)
    {
        AlignedBuffer row = Rows(worker);
        bool any = Gradient(states, block, row.Pointer, parameters.BiasGradient.Pointer);
        bool decaysOnly = update.Beta1 == 0;
        if (!any && (update.Kind == OptimiserKind.Sgd || decaysOnly))
        {
            return; // nothing moves; the second moment catches up when the block is next touched
        }

        AlignedBuffer tile = tiles[worker] ??= new AlignedBuffer(tileInputs * layout.Kernel * layout.Kernel * SimdLayout.Block);
        long missed = parameters.Missed(block);
        int perInput = layout.Kernel * layout.Kernel * SimdLayout.Block;
        for (int first = 0; first < layout.InputChannels; first += tileInputs)
        {
            int inputs = Math.Min(tileInputs, layout.InputChannels - first);
            TransposeKernel.Run(layout, row.Pointer, rowLength, first, inputs, tile.Pointer);
            int at = (block * layout.WeightBlock) + (first * perInput);
            OptimiserKernel<TLane, V>.Apply(
                update, parameters.Weights.Pointer + at, tile.Pointer, parameters.Moment1At(at), parameters.Moment2At(at), missed, inputs * perInput);
        }

        parameters.MarkUpdated(block);
    }

    /// <summary>The gradient of the last learning step in the canonical layout, made again; for checks.</summary>
    public void CopyTo(LayerTensor tensor, ReadOnlySpan<SimdLayerState> states, Span<float> destination)
    {
        AlignedBuffer row = Rows(0);
        var bias = new AlignedBuffer(layout.OutputBlocks * SimdLayout.Block);
        for (int block = 0; block < layout.OutputBlocks; block++)
        {
            Gradient(states, block, row.Pointer, bias.Pointer);
            for (int lane = 0; lane < SimdLayout.Block; lane++)
            {
                int channel = (block * SimdLayout.Block) + lane;
                if (channel >= layout.Plan.Output.Channels)
                {
                    break;
                }

                if (tensor == LayerTensor.BiasGradient)
                {
                    destination[channel] = bias.Pointer[channel];
                    continue;
                }

                for (int fan = 0; fan < layout.Plan.FanIn; fan++)
                {
                    destination[(channel * layout.Plan.FanIn) + fan] = row.Pointer[(lane * rowLength) + RowIndex(fan)];
                }
            }
        }
    }

    private AlignedBuffer Rows(int worker) => rows[worker] ??= new AlignedBuffer(SimdLayout.Block * rowLength);

    private bool Gradient(ReadOnlySpan<SimdLayerState> states, int block, float* row, float* bias)
    {
        bool any = false;
        for (int lane = 0; lane < SimdLayout.Block; lane++)
        {
            int channel = (block * SimdLayout.Block) + lane;
            float* to = row + (lane * rowLength);
            if (GradientKernel<TLane, V>.Run(layout, states, fields, channel, to, out bias[channel]))
            {
                any = true;
            }
            else
            {
                new Span<float>(to, rowLength).Clear();
            }
        }

        return any;
    }

    private int RowIndex(int fan)
    {
        if (layout.IsFlat)
        {
            return layout.InputToTrace[fan];
        }

        int kernel = layout.Kernel;
        int input = fan / (kernel * kernel);
        int ky = fan / kernel % kernel;
        int kx = fan % kernel;
        return (ky * layout.RunPadded) + (kx * layout.InputChannels) + input;
    }
}
