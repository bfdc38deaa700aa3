using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>
/// The weight gradient of a layer, made for 16 output channels at a time in scratch memory and used up at once: no gradient of the
/// whole layer is ever stored. Channels without an error cost nothing where the optimiser allows it.
/// </summary>
internal sealed unsafe class SimdGradient<TLane, V>
    where TLane : struct, ILane<V>
    where V : struct
{
    private readonly SimdLayout layout;
    private readonly SimdLayerParameters parameters;
    private readonly int[] fields;
    private readonly AlignedBuffer[] rows;
    private readonly uint[] kept;
    private AlignedBuffer? sums;
    private bool isPrepared;

    public SimdGradient(SimdLayout layout, SimdLayerParameters parameters, int workers)
    {
        this.layout = layout;
        this.parameters = parameters;
        fields = [.. Enumerable.Range(0, layout.OutputPixels).Select(layout.Field)];
        rows = new AlignedBuffer[workers];
        kept = new uint[layout.OutputBlocks];
    }

    /// <summary>Makes room for every worker and block, before the first <see cref="Update"/>.</summary>
    public void Prepare()
    {
        if (isPrepared)
        {
            return;
        }

        isPrepared = true;
        for (int worker = 0; worker < rows.Length; worker++)
        {
            Rows(worker);
        }
    }

    /// <summary>Gradient and optimiser for one block of 16 outputs.</summary>
    /// <param name="update">The optimiser's step.</param>
    /// <param name="states">The streams that learn.</param>
    /// <param name="block">The block.</param>
    /// <param name="worker">Whose scratch memory to use.</param>
    public void Update(in OptimiserStep update, ReadOnlySpan<SimdLayerState> states, int block, int worker)
    {
        // What has been kept is the beginning of the sum that this step's gradient is added to.
        bool sumsUp = sums is not null && HasKept;
        float* row = sumsUp ? RowsOfSum(block) : Rows(worker).Pointer;
        uint touched = Gradient(states, block, row, parameters.BiasGradient.Pointer, sumsUp ? kept[block] : 0, sumsUp);
        kept[block] = 0;

        // With a first moment every weight moves at every step; without one, only the second moment of untouched channels changes,
        // and catches up when they are next touched.
        bool all = update.Kind != OptimiserKind.Sgd && update.Beta1 != 0;
        int channels = Math.Min(SimdLayout.Block, layout.Plan.Output.Channels - (block * SimdLayout.Block));
        uint moving = 0;
        for (int lane = 0; lane < channels; lane++)
        {
            bool hasError = (touched >> lane & 1) != 0;
            if (!hasError && !all)
            {
                continue;
            }

            int channel = (block * SimdLayout.Block) + lane;
            float* step = row + (lane * layout.GradientRow);
            if (!hasError)
            {
                new Span<float>(step, layout.GradientRow).Clear();
            }

            OptimiserKernel<TLane, V>.Step(
                update, step, parameters.Moment1Of(channel), parameters.Moment2Of(channel), parameters.Missed(channel), layout.Kernel * layout.RunPadded);
            parameters.MarkUpdated(channel);
            moving |= 1u << lane;
        }

        if (moving != 0)
        {
            StepKernel.Subtract(layout, row, moving, parameters.Weights.Pointer + (block * layout.WeightBlock));
        }
    }

    /// <summary>Whether gradients wait for the next update.</summary>
    public bool HasKept { get; set; }

    /// <summary>Makes room for sums; before the first <see cref="Keep"/>.</summary>
    public void PrepareSums() => sums ??= new AlignedBuffer(layout.OutputBlocks * SimdLayout.Block * layout.GradientRow);

    /// <summary>Adds the gradient of one block of 16 outputs to what waits for the next update.</summary>
    public void Keep(ReadOnlySpan<SimdLayerState> states, int block)
        => kept[block] = Gradient(states, block, RowsOfSum(block), parameters.BiasGradient.Pointer, kept[block], HasKept);

    /// <summary>Copies the sums out, in the canonical layout.</summary>
    public void CopySumsTo(LayerTensor tensor, Span<float> destination)
    {
        destination.Clear();
        if (!HasKept)
        {
            return;
        }

        for (int i = 0; i < destination.Length; i++)
        {
            if (tensor == LayerTensor.BiasGradientSum)
            {
                destination[i] = parameters.BiasGradient.Pointer[i];
                continue;
            }

            int channel = i / layout.Plan.FanIn;
            if ((kept[channel / SimdLayout.Block] >> (channel % SimdLayout.Block) & 1) != 0)
            {
                destination[i] = sums!.Pointer[(channel * layout.GradientRow) + layout.InGradientRow(i % layout.Plan.FanIn)];
            }
        }
    }

    /// <summary>Copies sums in, from the canonical layout.</summary>
    public void CopySumsFrom(LayerTensor tensor, ReadOnlySpan<float> source)
    {
        if (tensor == LayerTensor.BiasGradientSum)
        {
            source.CopyTo(parameters.BiasGradient.Span);
            HasKept |= source.IndexOfAnyExcept(0) >= 0;
            return;
        }

        if (source.IndexOfAnyExcept(0) < 0)
        {
            Array.Clear(kept);
            return;
        }

        PrepareSums();
        HasKept = true;
        sums!.Clear();
        Array.Fill(kept, 0xFFFFu);
        for (int i = 0; i < source.Length; i++)
        {
            sums.Pointer[(i / layout.Plan.FanIn * layout.GradientRow) + layout.InGradientRow(i % layout.Plan.FanIn)] = source[i];
        }
    }

    /// <summary>The gradient of the last learning step in the canonical layout, made again; for checks.</summary>
    public void CopyTo(LayerTensor tensor, ReadOnlySpan<SimdLayerState> states, Span<float> destination)
    {
        float* row = Rows(0).Pointer;
        var bias = new AlignedBuffer(layout.OutputBlocks * SimdLayout.Block);
        for (int block = 0; block < layout.OutputBlocks; block++)
        {
            uint touched = Gradient(states, block, row, bias.Pointer, 0, adds: false);
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
                    destination[(channel * layout.Plan.FanIn) + fan] =
                        (touched >> lane & 1) != 0 ? row[(lane * layout.GradientRow) + layout.InGradientRow(fan)] : 0;
                }
            }
        }
    }

    private float* RowsOfSum(int block) => sums!.Pointer + (block * SimdLayout.Block * layout.GradientRow);

    private AlignedBuffer Rows(int worker) => rows[worker] ??= new AlignedBuffer(SimdLayout.Block * layout.GradientRow);

    /// <summary>Fills the rows of the channels that have an error or adds to those that hold something, and returns which hold something now.</summary>
    private uint Gradient(ReadOnlySpan<SimdLayerState> states, int block, float* row, float* bias, uint touched, bool adds)
    {
        if (!adds)
        {
            new Span<float>(bias + (block * SimdLayout.Block), SimdLayout.Block).Clear();
        }

        // Stream by stream: its P stays in the cache while the block's 16 channels pass.
        foreach (SimdLayerState state in states)
        {
            touched = GradientKernel<TLane, V>.Run(layout, state, fields, block, row, bias + (block * SimdLayout.Block), touched);
        }

        return touched;
    }
}
