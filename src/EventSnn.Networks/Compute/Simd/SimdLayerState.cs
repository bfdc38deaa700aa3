namespace EventSnn.Networks.Compute.Simd;

/// <summary>The state of one stream in the layouts of <see cref="SimdLayout"/>: Q and P per input, I, V, R and U per neuron.</summary>
internal sealed unsafe class SimdLayerState : LayerState<float>
{
    // Any potential below the threshold: no spike before the first step.
    private const float Silent = -1;
    private readonly SimdLayout layout;
    private readonly bool boxcar;
    private readonly bool eventDriven;

    public SimdLayerState(SimdLayout layout, bool eventDriven)
        : base(layout.Plan)
    {
        this.layout = layout;
        this.eventDriven = eventDriven;
        boxcar = layout.Plan.Definition.Neuron.Surrogate == Definitions.SurrogateKind.Boxcar;
        int neurons = layout.OutputBlocks * layout.OutputPixels * SimdLayout.Block;
        int channels = layout.OutputBlocks * SimdLayout.Block;
        Q = new AlignedBuffer(layout.TraceLength);
        P = new AlignedBuffer(layout.TraceLength);
        I = new AlignedBuffer(eventDriven ? layout.OutputBlocks * layout.CurrentPlane : 0);
        V = new AlignedBuffer(neurons);
        R = new AlignedBuffer(neurons);
        U = new AlignedBuffer(neurons);
        SpikeMasks = new ushort[layout.OutputBlocks * layout.PooledPixels];
        NearMasks = new ushort[SpikeMasks.Length];
        SpikesOfBlock = new int[layout.OutputBlocks];
        OutputsOfBlock = new int[layout.OutputBlocks];
        Rows = eventDriven && layout.Plan.Index > 0 ? new SpikeRows(layout) : null;
        bool spikes = layout.Plan.Definition.Neuron.Activation == Definitions.ActivationKind.Spike;
        Activation = new AlignedBuffer(spikes ? 0 : channels * layout.PooledPixels);
        PartialReadout = new AlignedBuffer(layout.OutputBlocks * layout.ClassesPadded);
        DeltaPixels = new int[channels * layout.PooledPixels];
        DeltaValues = new float[channels * layout.PooledPixels];
        DeltasOfChannel = new int[channels];
        ResetPotential();
    }

    public AlignedBuffer Q { get; }

    public AlignedBuffer P { get; }

    /// <summary>The low-passed synaptic current W.x per output.</summary>
    public AlignedBuffer I { get; }

    /// <summary>The membrane trace of I; trace-exact: W.P.</summary>
    public AlignedBuffer V { get; }

    public AlignedBuffer R { get; }

    public AlignedBuffer U { get; }

    /// <summary>s: one bit per channel for each block and pooled pixel.</summary>
    public ushort[] SpikeMasks { get; }

    /// <summary>Likewise which potentials were so near the threshold that the boxcar is not zero; with other surrogates unused.</summary>
    public ushort[] NearMasks { get; }

    /// <summary>S: neurons that spiked, before pooling.</summary>
    public int[] SpikesOfBlock { get; }

    /// <summary>s: neurons that spiked, after pooling.</summary>
    public int[] OutputsOfBlock { get; }

    /// <summary>The spikes of the layer below as this layer needs them; scratch. None in the lowest layer, and trace-exact.</summary>
    public SpikeRows? Rows { get; }

    public AlignedBuffer PartialReadout { get; }

    /// <summary>What a readout sees that does not see spikes; scratch.</summary>
    public AlignedBuffer Activation { get; }

    /// <summary>delta where it is not zero: the output pixels of each channel, and the values.</summary>
    public int[] DeltaPixels { get; }

    public float[] DeltaValues { get; }

    public int[] DeltasOfChannel { get; }

    /// <inheritdoc/>
    public override int OutputCount
    {
        get
        {
            int sum = 0;
            foreach (int count in OutputsOfBlock)
            {
                sum += count;
            }

            return sum;
        }
    }

    /// <inheritdoc/>
    public override int SpikeCount
    {
        get
        {
            int sum = 0;
            foreach (int count in SpikesOfBlock)
            {
                sum += count;
            }

            return sum;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<StateTensor> Memory => eventDriven
        ?
        [
            StateTensor.SynapseTrace, StateTensor.MembraneTrace, StateTensor.Refractory, StateTensor.Spikes,
            StateTensor.SynapticCurrent, StateTensor.MembraneCurrent,
        ]
        : base.Memory;

    /// <inheritdoc/>
    public override void Reset()
    {
        Q.Clear();
        P.Clear();
        I.Clear();
        V.Clear();
        R.Clear();
        ResetPotential();
        Array.Clear(SpikeMasks);
        Array.Clear(SpikesOfBlock);
        Array.Clear(OutputsOfBlock);
        Array.Clear(DeltasOfChannel);
        Array.Clear(Readout);
    }

    /// <inheritdoc/>
    public override void CopyTo(StateTensor tensor, Span<float> destination)
    {
        switch (tensor)
        {
            case StateTensor.SynapseTrace:
            case StateTensor.MembraneTrace:
                Span<float> trace = (tensor == StateTensor.SynapseTrace ? Q : P).Span;
                for (int i = 0; i < destination.Length; i++)
                {
                    destination[i] = trace[layout.InputToTrace[i]];
                }

                break;
            case StateTensor.SynapticCurrent:
                CopyCurrent(destination, (ref float value, ref float current) => value = current);
                break;
            case StateTensor.Output:
                for (int i = 0; i < destination.Length; i++)
                {
                    int channel = i / layout.PooledPixels;
                    int mask = SpikeMasks[(channel / SimdLayout.Block * layout.PooledPixels) + (i % layout.PooledPixels)];
                    destination[i] = (mask >> (channel % SimdLayout.Block)) & 1;
                }

                break;
            case StateTensor.Delta:
                destination.Clear();
                for (int channel = 0; channel < Plan.Output.Channels; channel++)
                {
                    for (int k = 0; k < DeltasOfChannel[channel]; k++)
                    {
                        int at = (channel * layout.PooledPixels) + k;
                        destination[(channel * layout.OutputPixels) + DeltaPixels[at]] = DeltaValues[at];
                    }
                }

                break;
            default:
                Span<float> values = Neurons(tensor);
                for (int i = 0; i < destination.Length; i++)
                {
                    float value = values[layout.Output(i / layout.OutputPixels, i % layout.OutputPixels)];
                    destination[i] = tensor != StateTensor.Spikes ? value : (boxcar ? value >= 0 : value > 0) ? 1 : 0;
                }

                break;
        }
    }

    /// <inheritdoc/>
    public override void CopyFrom(StateTensor tensor, ReadOnlySpan<float> source)
    {
        switch (tensor)
        {
            case StateTensor.SynapseTrace:
            case StateTensor.MembraneTrace:
                Span<float> trace = (tensor == StateTensor.SynapseTrace ? Q : P).Span;
                for (int i = 0; i < source.Length; i++)
                {
                    trace[layout.InputToTrace[i]] = source[i];
                }

                break;
            case StateTensor.SynapticCurrent:
                float[] copy = source.ToArray();
                CopyCurrent(copy, (ref float value, ref float current) => current = value);
                break;
            default:
                Span<float> values = Neurons(tensor);
                for (int i = 0; i < source.Length; i++)
                {
                    values[layout.Output(i / layout.OutputPixels, i % layout.OutputPixels)] =
                        tensor != StateTensor.Spikes ? source[i] : source[i] != 0 ? 1 : Silent;
                }

                break;
        }
    }

    private delegate void Exchange(ref float value, ref float current);

    private void CopyCurrent(Span<float> values, Exchange exchange)
    {
        int width = Plan.Output.Width;
        for (int i = 0; i < values.Length; i++)
        {
            int channel = i / layout.OutputPixels;
            int y = i % layout.OutputPixels / width;
            int x = i % width;
            int at = (channel / SimdLayout.Block * layout.CurrentPlane) + layout.CurrentOrigin
                + (y * layout.CurrentRow) + (x * SimdLayout.Block) + (channel % SimdLayout.Block);
            exchange(ref values[i], ref I.Pointer[at]);
        }
    }

    private Span<float> Neurons(StateTensor tensor) => tensor switch
    {
        StateTensor.Refractory => R.Span,
        StateTensor.Potential or StateTensor.Spikes => U.Span,
        StateTensor.MembraneCurrent => V.Span,
        _ => throw new ArgumentOutOfRangeException(nameof(tensor), tensor, null),
    };

    private void ResetPotential() => U.Span.Fill(Silent);
}
