using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>Weights, readout, constants and optimiser state of a layer in the layouts of <see cref="SimdLayout"/>.</summary>
internal sealed unsafe class SimdLayerParameters
{
    // Channels that only fill the last block up: they must never spike, nor come near the threshold.
    private const float Never = -1e30f;
    private readonly SimdLayout layout;
    private readonly AlignedBuffer[] constants;
    private readonly long[] updatedAt;
    private AlignedBuffer? moment1;
    private AlignedBuffer? moment2;
    private AlignedBuffer? biasMoment1;
    private AlignedBuffer? biasMoment2;
    private long updates;

    public SimdLayerParameters(SimdLayout layout)
    {
        this.layout = layout;
        int channels = layout.OutputBlocks * SimdLayout.Block;
        Weights = new AlignedBuffer(layout.OutputBlocks * layout.WeightBlock);
        Bias = new AlignedBuffer(channels);
        BiasGradient = new AlignedBuffer(channels);
        Readout = new AlignedBuffer(channels * layout.PooledPixels * layout.ClassesPadded);
        ClassLine = SimdLayout.Blocks(layout.Plan.Classes) * SimdLayout.Block;
        bool isFixed = layout.Plan.Definition.Readout.Kind != ReadoutKind.Learned && layout.Plan.Definition.Neuron.Activation == ActivationKind.Spike;
        ReadoutOfFeature = isFixed ? new AlignedBuffer(channels * layout.PooledPixels * ClassLine) : null;
        ReadoutBias = new float[layout.Plan.Classes];
        constants = [.. Enumerable.Range(0, 4).Select(_ => new AlignedBuffer(SimdLayout.Blocks(layout.SourceChannels) * SimdLayout.Block))];
        updatedAt = new long[channels];
        MomentLength = channels * layout.GradientRow;
        Bias.Span[layout.Plan.Output.Channels..].Fill(Never);
    }

    public AlignedBuffer Weights { get; }

    public AlignedBuffer Bias { get; }

    public AlignedBuffer BiasGradient { get; }

    /// <summary>G: [block][pixel][class, padded][16].</summary>
    public AlignedBuffer Readout { get; }

    /// <summary>
    /// G again, [block][pixel][16][class, padded]: a spike reads one line of it. None where the readout sees all outputs, or learns and
    /// would have to be written twice.
    /// </summary>
    public AlignedBuffer? ReadoutOfFeature { get; }

    /// <summary>Classes padded to whole lines.</summary>
    public int ClassLine { get; }

    public float[] ReadoutBias { get; }

    public bool AreTimeConstantsUniform { get; private set; } = true;

    public TraceConstants TraceConstants
        => new(constants[0].Pointer, constants[1].Pointer, constants[2].Pointer, constants[3].Pointer, AreTimeConstantsUniform);

    private int MomentLength { get; }

    public float* Moment1Of(int channel) => moment1 is null ? null : moment1.Pointer + (channel * layout.GradientRow);

    public float* Moment2Of(int channel) => moment2 is null ? null : moment2.Pointer + (channel * layout.GradientRow);

    /// <summary>Updates that left an output channel alone since it was last touched.</summary>
    public long Missed(int channel) => updates - updatedAt[channel];

    /// <summary>Notes that a channel has the update in progress.</summary>
    public void MarkUpdated(int channel) => updatedAt[channel] = updates + 1;

    /// <summary>Makes room for what an optimiser remembers.</summary>
    public void PrepareMoments(in OptimiserStep update)
    {
        if (update.Kind == OptimiserKind.Sgd)
        {
            return;
        }

        moment2 ??= new AlignedBuffer(MomentLength);
        biasMoment2 ??= new AlignedBuffer(Bias.Length);
        if (update.Beta1 != 0)
        {
            moment1 ??= new AlignedBuffer(MomentLength);
            biasMoment1 ??= new AlignedBuffer(Bias.Length);
        }
    }

    /// <summary>The biases' update, which closes the layer's.</summary>
    public void UpdateBias(in OptimiserStep update)
    {
        // Few enough for one value at a time.
        OptimiserKernel<LaneScalar, float>.Step(
            update,
            BiasGradient.Pointer,
            biasMoment1 is null ? null : biasMoment1.Pointer,
            biasMoment2 is null ? null : biasMoment2.Pointer,
            0,
            layout.Plan.Output.Channels);
        for (int channel = 0; channel < layout.Plan.Output.Channels; channel++)
        {
            Bias.Pointer[channel] -= BiasGradient.Pointer[channel];
        }

        updates++;
    }

    /// <summary>Brings the second moment of all channels up to date.</summary>
    public void CatchUp<TLane, V>(in OptimiserStep update)
        where TLane : struct, ILane<V>
        where V : struct
    {
        if (moment2 is null || update.Kind == OptimiserKind.Sgd)
        {
            return;
        }

        for (int channel = 0; channel < updatedAt.Length; channel++)
        {
            long missed = Missed(channel);
            if (missed > 0)
            {
                OptimiserKernel<TLane, V>.Decay(update, Moment2Of(channel), missed, layout.GradientRow);
                updatedAt[channel] = updates;
            }
        }
    }

    public void CopyTo(LayerTensor tensor, Span<float> destination)
    {
        AlignedBuffer? from = Buffer(tensor);
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = tensor == LayerTensor.ReadoutBias ? ReadoutBias[i] : from is null ? 0 : from.Pointer[Place(tensor, i)];
        }
    }

    public void CopyFrom(LayerTensor tensor, ReadOnlySpan<float> source)
    {
        if (tensor == LayerTensor.ReadoutBias)
        {
            source.CopyTo(ReadoutBias);
            return;
        }

        MakeRoom(tensor, source);
        if (Buffer(tensor) is { } to)
        {
            for (int i = 0; i < source.Length; i++)
            {
                to.Pointer[Place(tensor, i)] = source[i];
            }
        }

        if (tensor == LayerTensor.ReadoutWeights && ReadoutOfFeature is { } lines)
        {
            int features = layout.Plan.Pooled.Size;
            for (int i = 0; i < source.Length; i++)
            {
                int feature = i % features;
                lines.Pointer[(layout.Feature(feature / layout.PooledPixels, feature % layout.PooledPixels) * ClassLine) + (i / features)] = source[i];
            }
        }

        AreTimeConstantsUniform = true;
        foreach (AlignedBuffer c in constants) // no lambda: a learned readout is written in every step
        {
            AreTimeConstantsUniform &= Uniform(c.Span[..layout.Plan.Input.Channels]);
        }
    }

    private static bool Uniform(ReadOnlySpan<float> values) => values.IndexOfAnyExcept(values[0]) < 0;

    private void MakeRoom(LayerTensor tensor, ReadOnlySpan<float> source)
    {
        if (source.IndexOfAnyExcept(0) < 0)
        {
            return; // what is not there counts as zero
        }

        switch (tensor)
        {
            case LayerTensor.WeightMoment1:
                moment1 ??= new AlignedBuffer(MomentLength);
                break;
            case LayerTensor.WeightMoment2:
                moment2 ??= new AlignedBuffer(MomentLength);
                break;
            case LayerTensor.BiasMoment1:
                biasMoment1 ??= new AlignedBuffer(Bias.Length);
                break;
            case LayerTensor.BiasMoment2:
                biasMoment2 ??= new AlignedBuffer(Bias.Length);
                break;
            default:
                break;
        }
    }

    private AlignedBuffer? Buffer(LayerTensor tensor) => tensor switch
    {
        LayerTensor.Weights => Weights,
        LayerTensor.Bias => Bias,
        LayerTensor.ReadoutWeights => Readout,
        LayerTensor.Alpha => constants[0],
        LayerTensor.Beta => constants[1],
        LayerTensor.SynapseGain => constants[2],
        LayerTensor.MembraneGain => constants[3],
        LayerTensor.WeightMoment1 => moment1,
        LayerTensor.WeightMoment2 => moment2,
        LayerTensor.BiasMoment1 => biasMoment1,
        LayerTensor.BiasMoment2 => biasMoment2,
        _ => null,
    };

    private int Place(LayerTensor tensor, int i)
    {
        switch (tensor)
        {
            case LayerTensor.WeightMoment1 or LayerTensor.WeightMoment2:
                return (i / layout.Plan.FanIn * layout.GradientRow) + layout.InGradientRow(i % layout.Plan.FanIn);
            case LayerTensor.Weights:
                return layout.Weight(i / layout.Plan.FanIn, i % layout.Plan.FanIn);
            case LayerTensor.ReadoutWeights:
                int features = layout.Plan.Pooled.Size;
                int feature = i % features;
                int place = layout.Feature(feature / layout.PooledPixels, feature % layout.PooledPixels);
                return (((place / SimdLayout.Block * layout.ClassesPadded) + (i / features)) * SimdLayout.Block) + (place % SimdLayout.Block);
            default:
                return i;
        }
    }
}
