using EventSnn.Networks.Checkpoints;
using EventSnn.Networks.ClipReadouts;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Learning;

namespace EventSnn.Networks;

/// <summary>What a network remembers of one stream. One network serves many; a state belongs to the network that made it.</summary>
public sealed class NetworkState
{
    private readonly LayerState<float>[] layers;
    private readonly LayerLoss<float>[] losses;
    private readonly float[] scores;
    private int[] inputs = new int[256];
    private ushort[] counts = new ushort[256];

    internal NetworkState(SpikingNetwork network, LayerState<float>[] layers)
    {
        Network = network;
        this.layers = layers;
        losses = new LayerLoss<float>[layers.Length];
        scores = new float[network.Definition.Classes];
        Clip = network.Definition.ClipReadout is null ? null : new ClipReadoutState(network.Definition, network.Seed);
    }

    /// <summary>The number of steps since the start or the last reset.</summary>
    public long StepIndex { get; internal set; }

    /// <summary>Number of layers.</summary>
    public int LayerCount => layers.Length;

    /// <summary>
    /// The decision scores of the last step, one per class: the readout of the last layer or the sum over layers, as the preset
    /// says; a softmax of it (in [0, 1], sum 1) where the loss is cross-entropy. With a clip readout the probability that it and the layers give
    /// together for the whole window up to this step.
    /// </summary>
    public ReadOnlySpan<float> Scores => scores;

    internal SpikingNetwork Network { get; }

    internal ReadOnlySpan<LayerState<float>> Layers => layers;

    internal Span<float> MutableScores => scores;

    internal StepInput Input { get; private set; }

    /// <summary>What the clip readout remembers; null without one.</summary>
    internal ClipReadoutState? Clip { get; }

    /// <summary>The local readout r of a layer in the last step, one value per class. While learning with dropout it is that of the thinned layer.</summary>
    /// <param name="layer">From 0.</param>
    /// <returns>Any values; the largest is the layer's vote.</returns>
    public ReadOnlySpan<float> Readout(int layer) => layers[layer].Readout;

    /// <summary>The share of a layer's neurons (before pooling) that spiked in the last step.</summary>
    /// <param name="layer">From 0.</param>
    /// <returns>In [0, 1].</returns>
    public float SpikeRate(int layer) => (float)layers[layer].SpikeCount / layers[layer].Plan.Output.Size;

    /// <summary>The share of a layer's outputs (after pooling, what the next layer sees) that spiked in the last step.</summary>
    /// <param name="layer">From 0.</param>
    /// <returns>In [0, 1].</returns>
    public float OutputRate(int layer) => (float)layers[layer].OutputCount / layers[layer].Plan.Pooled.Size;

    /// <summary>The local loss of a layer in the last step that learned, regularisers included. In a mini-batch, the loss of the whole batch.</summary>
    /// <param name="layer">From 0.</param>
    /// <returns>At least 0.</returns>
    public float Loss(int layer) => losses[layer].Data + losses[layer].High + losses[layer].Low;

    /// <summary>The tensors of a layer that its next step depends on: all that a stream keeps from step to step.</summary>
    /// <param name="layer">From 0.</param>
    public IReadOnlyList<StateTensor> Carried(int layer) => layers[layer].Memory;

    /// <summary>Copies out a tensor of a layer, [channel, row, column].</summary>
    /// <param name="layer">From 0.</param>
    /// <param name="tensor">Which.</param>
    /// <returns>A copy.</returns>
    public float[] Tensor(int layer, StateTensor tensor)
    {
        var values = new float[layers[layer].Plan.Count(tensor)];
        layers[layer].CopyTo(tensor, values);
        return values;
    }

    /// <summary>Takes over all that the next step of another stream depends on: this stream goes on from where the other one is.</summary>
    /// <param name="other">A state of a network of the same shape, which may be another network.</param>
    public void CopyFrom(NetworkState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int i = 0; i < layers.Length; i++)
        {
            foreach (StateTensor tensor in layers[i].Memory.Intersect(other.layers[i].Memory))
            {
                layers[i].CopyFrom(tensor, other.Tensor(i, tensor));
            }
        }

        if (Clip is not null && other.Clip is not null)
        {
            Clip.CopyFrom(other.Clip);
        }

        StepIndex = other.StepIndex;
    }

    /// <summary>Sets everything to zero, as before the first step.</summary>
    public void Reset()
    {
        foreach (LayerState<float> layer in layers)
        {
            layer.Reset();
        }

        Clip?.Reset();
        Array.Clear(losses);
        Array.Clear(scores);
        StepIndex = 0;
    }

    /// <summary>Saves the activity, so that the stream can go on later bit for bit. Weights are saved with the network.</summary>
    /// <param name="path">The file; replaced as a whole or not at all.</param>
    /// <exception cref="ModelException">It cannot be written.</exception>
    public void Save(string path) => NetworkCheckpoint.SaveState(this, path);

    /// <summary>Takes the activity from a file that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelException">It cannot be read or is of another shape; nothing has changed.</exception>
    public void Restore(string path) => NetworkCheckpoint.LoadState(this, path);

    internal void SetLoss(int layer, LayerLoss<float> loss) => losses[layer] = loss;

    /// <summary>Takes a copy of a step's input, so that backends and threads can read it without pinning the caller's memory.</summary>
    internal void Take(ReadOnlySpan<int> newInputs, ReadOnlySpan<ushort> newCounts, int size)
    {
        CheckInputs(newInputs, newCounts, size);
        if (newInputs.Length > inputs.Length)
        {
            int capacity = Math.Max(newInputs.Length, inputs.Length * 2);
            inputs = new int[capacity];
            counts = new ushort[capacity];
        }

        newInputs.CopyTo(inputs);
        newCounts.CopyTo(counts);
        Input = new(inputs.AsMemory(0, newInputs.Length), counts.AsMemory(0, newInputs.Length));
    }

    /// <summary>Inputs must ascend within the network's input and have a count each.</summary>
    internal static void CheckInputs(ReadOnlySpan<int> newInputs, ReadOnlySpan<ushort> newCounts, int size)
    {
        if (newInputs.Length != newCounts.Length)
        {
            throw new ArgumentException($"{newInputs.Length} inputs need as many counts, found {newCounts.Length}.", nameof(newCounts));
        }

        int last = -1;
        foreach (int input in newInputs)
        {
            if (input <= last || input >= size)
            {
                throw new ArgumentException(
                    $"Inputs must ascend within 0 to {size - 1}, found {input} after {last}.", nameof(newInputs));
            }

            last = input;
        }
    }
}
