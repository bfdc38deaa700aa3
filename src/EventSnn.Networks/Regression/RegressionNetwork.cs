using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Learning;

namespace EventSnn.Networks.Regression;

/// <summary>
/// DECOLLE's layers with numbers for targets in place of classes: every layer's fixed readout follows a target of its own (arXiv 1811.10766), learned
/// online, step by step, by the local smooth-L1 loss. One stream.
/// </summary>
/// <remarks>The names of the classes in the definition are those of a layer's outputs. Not safe for concurrent use.</remarks>
public sealed class RegressionNetwork : IDisposable
{
    private readonly SpikingNetwork network;
    private readonly NetworkState state;
    private readonly LayerState<float>[][] here;
    private readonly StepInput[] input = new StepInput[1];
    private long updates;

    /// <summary>Creates a network with fresh weights.</summary>
    /// <param name="definition">The layers; their readouts are fixed and without dropout, the loss is smooth-L1.</param>
    /// <param name="seed">Equal seeds give equal networks.</param>
    /// <param name="backend">Where the arithmetic runs, which the network then owns; null for the default.</param>
    /// <exception cref="ModelException">The definition is not possible or has a part that this does not know.</exception>
    public RegressionNetwork(NetworkDefinition definition, ulong seed, IComputeBackend? backend = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ModelException.Require(definition.Loss.Kind == LossKind.SmoothL1, "loss", "smooth-L1 for targets that are numbers", definition.Loss.Kind);
        ModelException.Require(
            definition.Layers.All(l => l.Readout.Kind != ReadoutKind.Learned && l.Readout.Dropout == 0), "layers", "fixed readouts without dropout", "another");
        network = SpikingNetwork.Create(definition, seed, backend);
        state = network.CreateState();
        LayerRateFactors = [.. definition.Layers.Select(_ => 1.0)];
        here = [.. state.Layers.ToArray().Select(l => new[] { l })];
    }

    /// <summary>A factor on the learning rate of each layer, for schedules; 1 at first. A layer at 0 learns nothing.</summary>
    public double[] LayerRateFactors { get; }

    /// <summary>What a layer's readout showed in the last step.</summary>
    /// <param name="layer">From 0.</param>
    /// <returns>One value per output.</returns>
    public ReadOnlySpan<float> Output(int layer) => here[layer][0].Readout;

    /// <summary>The share of a layer's neurons that spiked in the last step.</summary>
    /// <param name="layer">From 0.</param>
    /// <returns>In [0, 1].</returns>
    public double SpikeRate(int layer) => (double)here[layer][0].SpikeCount / network.Layers[layer].Output.Size;

    /// <summary>One step.</summary>
    /// <param name="inputs">The inputs that are not zero, ascending.</param>
    /// <param name="counts">The events at each of them.</param>
    /// <param name="targets">One per output of each layer, the lowest layer first.</param>
    /// <param name="learn">Whether to learn.</param>
    public void Step(ReadOnlySpan<int> inputs, ReadOnlySpan<ushort> counts, ReadOnlySpan<float> targets, bool learn)
    {
        int outputs = network.Definition.Classes;
        if (targets.Length != outputs * here.Length)
        {
            throw new ArgumentException($"Expected {outputs} targets for each of {here.Length} layers, found {targets.Length}.", nameof(targets));
        }

        state.Take(inputs, counts, network.Definition.Input.Size);
        input[0] = state.Input;
        updates += learn ? 1 : 0;
        for (int i = 0; i < here.Length; i++)
        {
            DecolleLayer<float> layer = network.LearningLayers[i];
            if (i == 0)
            {
                layer.Forward(here[0], input);
            }
            else
            {
                layer.Forward(here[i], here[i - 1]);
            }

            if (learn && LayerRateFactors[i] > 0)
            {
                Learn(layer, here[i], targets.Slice(i * outputs, outputs), LayerRateFactors[i]);
            }
        }
    }

    /// <summary>Silences the stream; weights stay.</summary>
    public void Rest() => state.Reset();

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    // d = r - y; L = mean of d^2 / 2 where |d| < 1, else |d| - 1/2; dL/dr = clip(d, -1, 1) / n.
    private void Learn(DecolleLayer<float> layer, LayerState<float>[] states, ReadOnlySpan<float> targets, double rate)
    {
        float[] readout = states[0].Readout;
        float[] error = states[0].ReadoutError;
        for (int k = 0; k < error.Length; k++)
        {
            error[k] = Math.Clamp(readout[k] - targets[k], -1, 1) / error.Length;
        }

        layer.Propagate(states, 1, 0);
        layer.Update(OptimiserStep.At(network.Definition.Optimiser, updates, rate));
    }
}
