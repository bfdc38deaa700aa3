using EventSnn.Events.Binning;
using EventSnn.Networks.Checkpoints;
using EventSnn.Networks.ClipReadouts;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Compute.Simd;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Initialisation;
using EventSnn.Networks.Learning;

namespace EventSnn.Networks;

/// <summary>
/// A spiking network that learns while it runs (DECOLLE): weights and optimiser. The activity of each stream is in a
/// <see cref="NetworkState"/> of its own, so that one network serves many streams.
/// </summary>
/// <remarks>Not safe for concurrent use: step several streams together as a mini-batch.</remarks>
public sealed class SpikingNetwork : IDisposable
{
    private static readonly LayerTensor[] InferenceTensors =
    [
        LayerTensor.Weights, LayerTensor.Bias, LayerTensor.ReadoutWeights, LayerTensor.ReadoutBias,
        LayerTensor.Alpha, LayerTensor.Beta, LayerTensor.SynapseGain, LayerTensor.MembraneGain,
    ];

    private readonly IComputeBackend backend;
    private readonly DecolleLayer<float>[] layers;
    private readonly LayerPlan[] plans;
    private readonly ReadoutLearner?[] readouts;
    private readonly NetworkState[] single = new NetworkState[1];
    private readonly int[] singleLabel = new int[1];
    private readonly UpdateControl control;
    private NetworkState[] states = [];
    private int[] stateLabels = [];
    private readonly bool runsChunks;
    private readonly double[] layerRates;
    private readonly StepRunner runner;
    private readonly ClipReadout? clipReadout;
    private ChunkRunner? chunks;

    private SpikingNetwork(NetworkDefinition definition, ulong seed, IComputeBackend? backend)
    {
        definition.Validate();
        Definition = definition;
        Seed = seed;
        this.backend = backend ?? new SimdBackend();
        layers = new DecolleLayer<float>[definition.Layers.Count];
        plans = new LayerPlan[layers.Length];
        readouts = new ReadoutLearner?[layers.Length];
        control = new UpdateControl(layers.Length);
        clipReadout = definition.ClipReadout is null ? null : new ClipReadout(definition, seed);
        layerRates = new double[layers.Length];
        Array.Fill(layerRates, 1);
        InputShape shape = definition.Input;
        for (int i = 0; i < layers.Length; i++)
        {
            plans[i] = new LayerPlan(i, definition.Layers[i], shape, definition.Classes);
            layers[i] = new DecolleLayer<float>(this.backend.CreateLayer(plans[i]), definition.Loss);
            readouts[i] = definition.Layers[i].Readout.Kind == ReadoutKind.Learned ? new ReadoutLearner(layers[i].Kernels) : null;
            shape = plans[i].Pooled;
        }

        runsChunks = layers.All(l => l.Kernels is IChunkedLayerKernels);
        runner = new StepRunner(this);
    }

    /// <summary>Everything that defines the network except its weights.</summary>
    public NetworkDefinition Definition { get; }

    /// <summary>The geometry of the layers.</summary>
    public IReadOnlyList<LayerPlan> Layers => plans;

    /// <summary>The seed that weights, readouts and dropout come from.</summary>
    public ulong Seed { get; }

    /// <summary>The number of updates so far.</summary>
    public long UpdateCount { get; internal set; }

    /// <summary>A factor on the learning rate, for schedules; 1 at first. Kept in checkpoints.</summary>
    public double LearningRateFactor { get; set; } = 1;

    /// <summary>
    /// Factors on the learning rate of each layer, for schedules such as <see cref="FreezeOutSchedule"/>; 1 at first. A layer at 0 is frozen: no
    /// error and no gradient is made for it. Not kept in checkpoints: a schedule sets them before every step.
    /// </summary>
    public Span<double> LayerRateFactors => layerRates;

    /// <summary>Which labelled steps change the weights; all of them unless set. Kept in checkpoints.</summary>
    public UpdatePolicy UpdatePolicy
    {
        get => control.Policy;
        set => control.Policy = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Whether the clip readout, where there is one, learns; true at first. Not kept in checkpoints.</summary>
    public bool LearnsClips { get; set; } = true;

    /// <summary>
    /// Whether clips are shown for the first time, not rehearsed; true at first. Only such clips make the clip readout more confident. Not kept in checkpoints.
    /// </summary>
    public bool ClipsAreNew { get; set; } = true;

    /// <summary>Clips that the clip readout has learned, parts of clips included; 0 without one.</summary>
    public long LearnedClips => clipReadout?.Learned ?? 0;

    /// <summary>The rate control that was made for this network last, null for none. Kept in checkpoints.</summary>
    public ThresholdAdaptation? RateControl { get; internal set; }

    /// <summary>Layer updates that the policy skipped.</summary>
    public long SkippedLayerUpdates => control.Skipped;

    /// <summary>Layer updates that were made or skipped.</summary>
    public long PossibleLayerUpdates => control.Possible;

    /// <summary>The backend's name.</summary>
    public string Backend => backend.Name;

    /// <summary>
    /// Steps that are best given to <see cref="Run"/> at once: 1 where the host runs every step, as it must where the update policy decides
    /// from what the step before showed.
    /// </summary>
    public int PreferredChunk => runsChunks && !UpdatePolicy.NeedsHost ? ChunkRunner.Steps : 1;

    /// <summary>The number of dropout masks drawn so far: the position in the random stream.</summary>
    internal long DropoutDraws { get; set; }

    internal UpdateControl UpdateControl => control;

    internal ClipReadout? ClipReadout => clipReadout;

    internal ReadOnlySpan<ReadoutLearner?> LearnedReadouts => readouts;

    internal ReadOnlySpan<DecolleLayer<float>> LearningLayers => layers;

    /// <summary>A backend has changed the readouts by itself: read them again before the host learns them.</summary>
    internal void InvalidateReadouts()
    {
        foreach (ReadoutLearner? readout in readouts)
        {
            readout?.Invalidate();
        }
    }

    /// <summary>Creates a network with fresh weights.</summary>
    /// <param name="definition">The network; see <see cref="NetworkPresets"/>.</param>
    /// <param name="seed">Equal seeds give equal networks.</param>
    /// <param name="backend">Where the arithmetic runs, which the network then owns; null for the default.</param>
    /// <returns>The network; dispose it.</returns>
    /// <exception cref="ModelException">The definition is not possible.</exception>
    public static SpikingNetwork Create(NetworkDefinition definition, ulong seed, IComputeBackend? backend = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var network = new SpikingNetwork(definition, seed, backend);
        WeightInitialiser.Initialise(network);
        return network;
    }

    /// <summary>Loads a network from a checkpoint; it goes on learning bit for bit where the saved one stopped.</summary>
    /// <param name="path">A safetensors file that <see cref="Save"/> wrote.</param>
    /// <param name="backend">Where the arithmetic runs, which the network then owns; null for the default.</param>
    /// <returns>The network; dispose it.</returns>
    /// <exception cref="ModelException">The file cannot be read or is no such checkpoint; the message says where and why.</exception>
    public static SpikingNetwork Load(string path, IComputeBackend? backend = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return NetworkCheckpoint.Load(path, backend);
    }

    /// <summary>
    /// Saves weights, optimiser, time constants, class names, preset, update count and random-stream position, as a whole or not at
    /// all: a crash or a full disk leaves the old file.
    /// </summary>
    /// <param name="path">The file; replaced where it exists.</param>
    /// <exception cref="ModelException">It cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        NetworkCheckpoint.Save(this, path);
    }

    /// <summary>Creates the state of a stream, all zero.</summary>
    /// <returns>The state.</returns>
    public NetworkState CreateState() => new(this, [.. layers.Select(l => l.Kernels.CreateState())]);

    /// <summary>
    /// One time step of one stream. Learns where <paramref name="learn"/> is set, the label is known and the burn-in is over.
    /// </summary>
    /// <param name="state">The stream.</param>
    /// <param name="inputs">The inputs that are not zero, ascending: (channel * Height + y) * Width + x.</param>
    /// <param name="counts">The number of events at each of them.</param>
    /// <param name="label">The class, or -1 where none is known.</param>
    /// <param name="learn">Whether to learn.</param>
    public void Step(NetworkState state, ReadOnlySpan<int> inputs, ReadOnlySpan<ushort> counts, int label, bool learn)
    {
        Step(state, inputs, counts, label, learn ? StepMode.Learn : StepMode.Infer);
    }

    /// <summary>
    /// One labelled time step that there is no time to learn from: no layer makes an error or a gradient, and <see cref="UpdateCount"/> stays as it is. The
    /// clip goes on all the same, so that the clip readout, where there is one, learns it whole when it ends.
    /// </summary>
    /// <param name="state">The stream.</param>
    /// <param name="inputs">The inputs that are not zero, ascending.</param>
    /// <param name="counts">The number of events at each of them.</param>
    /// <param name="label">The class, or -1 where none is known.</param>
    public void Follow(NetworkState state, ReadOnlySpan<int> inputs, ReadOnlySpan<ushort> counts, int label) =>
        Step(state, inputs, counts, label, StepMode.Follow);

    /// <summary>
    /// Ends a clip: the clip readout learns what this stream showed under its last label. Without a clip readout nothing happens. A
    /// change of the label, and a label that lasts longer than the readout's window, do the same by themselves; a reset forgets without learning.
    /// </summary>
    /// <param name="state">The stream.</param>
    /// <param name="beginnings">How many beginnings of the clip, of differing lengths, are learned too: for early decisions. At least 0.</param>
    /// <param name="cancellation">Checked before every beginning; a clip that was learned in part leaves a network that is not to be used.</param>
    public void EndClip(NetworkState state, int beginnings = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfNegative(beginnings);
        Check(state, -1);
        if (clipReadout is not null && state.Clip is { } clip)
        {
            if (LearnsClips)
            {
                clipReadout.Learn(clip, beginnings, ClipsAreNew, cancellation);
            }

            clip.Learned();
        }
    }

    /// <summary>One time step of several streams together; their gradients make one update.</summary>
    /// <param name="samples">The streams, each at most once.</param>
    /// <param name="learn">Whether to learn.</param>
    public void Step(ReadOnlySpan<NetworkSample> samples, bool learn)
    {
        if (samples.Length > states.Length)
        {
            states = new NetworkState[samples.Length];
            stateLabels = new int[samples.Length];
        }

        for (int b = 0; b < samples.Length; b++)
        {
            NetworkState state = samples[b].State;
            state.Take(samples[b].Inputs.Span, samples[b].Counts.Span, Definition.Input.Size);
            states[b] = state;
            stateLabels[b] = samples[b].Label;
        }

        runner.Run(states.AsSpan(0, samples.Length), stateLabels.AsSpan(0, samples.Length), learn ? StepMode.Learn : StepMode.Infer);
    }

    /// <summary>
    /// Many time steps of several streams. A backend that can run a whole chunk without the host does so; then the states show step after
    /// step when all of them are done.
    /// </summary>
    /// <param name="steps">The streams of each step, each stream at most once a step. Their memory must stay as it is until this returns.</param>
    /// <param name="learn">Whether to learn.</param>
    /// <param name="onStep">Called once a step, in order, with its number: readouts, scores, rates and losses of the states are those of that step.</param>
    public void Run(IReadOnlyList<NetworkSample[]> steps, bool learn, Action<int>? onStep = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (PreferredChunk > 1)
        {
            chunks ??= new ChunkRunner(this);
            chunks.Run(steps, learn, onStep);
            return;
        }

        for (int k = 0; k < steps.Count; k++)
        {
            Step(steps[k], learn);
            onStep?.Invoke(k);
        }
    }

    /// <summary>Copies out a tensor of a layer: weights [out, in, row, column], readout [class, feature].</summary>
    /// <param name="layer">From 0.</param>
    /// <param name="tensor">Which.</param>
    /// <returns>A copy.</returns>
    public float[] Tensor(int layer, LayerTensor tensor)
    {
        var values = new float[plans[layer].Count(tensor)];
        layers[layer].Kernels.CopyTo(tensor, values);
        return values;
    }

    /// <summary>Replaces a tensor of a layer.</summary>
    /// <param name="layer">From 0.</param>
    /// <param name="tensor">Which.</param>
    /// <param name="values">As many values as <see cref="Tensor"/> returns.</param>
    public void SetTensor(int layer, LayerTensor tensor, ReadOnlySpan<float> values)
    {
        int count = plans[layer].Count(tensor);
        if (values.Length != count)
        {
            throw new ArgumentException($"{tensor} of layer {layer} has {count} values, found {values.Length}.", nameof(values));
        }

        layers[layer].Kernels.CopyFrom(tensor, values);
        readouts[layer]?.Invalidate();
    }

    /// <summary>Creates another network with the same weights, for inference beside this one. The optimiser's state is not copied.</summary>
    /// <returns>The twin, on a backend of the same kind; dispose it.</returns>
    public SpikingNetwork CreateTwin()
    {
        SpikingNetwork twin = Empty(Definition, Seed, backend.CreateSibling());
        twin.CopyWeightsFrom(this);
        return twin;
    }

    /// <summary>Takes over another network's weights, readouts and time constants. The optimiser's state is not copied.</summary>
    /// <param name="other">A network of the same definition.</param>
    /// <exception cref="ModelException">The other network has another shape.</exception>
    public void CopyWeightsFrom(SpikingNetwork other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ModelException.Require(
            other.plans.Length == plans.Length && plans.Zip(other.plans).All(pair => InferenceTensors.All(t => pair.First.Count(t) == pair.Second.Count(t))),
            "weights", "a network of the same shape", other.Definition.Preset);
        for (int i = 0; i < layers.Length; i++)
        {
            foreach (LayerTensor tensor in InferenceTensors)
            {
                SetTensor(i, tensor, other.Tensor(i, tensor));
            }
        }

        if (clipReadout is not null && other.clipReadout is not null)
        {
            clipReadout.CopyBeliefsFrom(other.clipReadout);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DecolleLayer<float> layer in layers)
        {
            layer.Dispose();
        }

        backend.Dispose();
    }

    internal static SpikingNetwork Empty(NetworkDefinition definition, ulong seed, IComputeBackend? backend) => new(definition, seed, backend);

    internal void Check(NetworkState state, int label)
    {
        if (state.Network != this)
        {
            throw new ArgumentException("A state belongs to the network that made it; this one was made by another.", nameof(state));
        }

        if (label < -1 || label >= Definition.Classes)
        {
            throw new ArgumentOutOfRangeException(nameof(label), label, $"A label is 0 to {Definition.Classes - 1}, or -1 for unlabelled.");
        }
    }

    private void Step(NetworkState state, ReadOnlySpan<int> inputs, ReadOnlySpan<ushort> counts, int label, StepMode mode)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Take(inputs, counts, Definition.Input.Size);
        single[0] = state;
        singleLabel[0] = label;
        runner.Run(single, singleLabel, mode);
    }
}
