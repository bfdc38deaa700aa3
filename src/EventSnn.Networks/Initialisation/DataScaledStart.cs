using EventSnn.Events.Binning;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Initialisation;

/// <summary>
/// The start of the normalised generation (G2, after LSUV): weights and bias are scaled on one batch of data, layer by layer from
/// the input up, until the potentials U of its last step have variance 1 and mean 0.
/// </summary>
/// <remarks>
/// Per round of a layer: where |var(U) - 1| &gt; 0.1, W /= sqrt(max(var, 1e-3)); where |mean(U)| &gt; 0.2, b -= mean / 2; at most 20
/// rounds. Only layers whose <see cref="WeightInitialisation.ScaleOnData"/> is set are touched.
/// </remarks>
public static class DataScaledStart
{
    /// <summary>How many windows of a stream make the batch.</summary>
    public const int Windows = 32;

    /// <summary>How much of a window is used, in microseconds: the length of the recipe's training crops.</summary>
    public const long WindowMicroseconds = 500_000;

    private const int MaximumRounds = 20;
    private const double VarianceTolerance = .1;
    private const double MeanTolerance = .2;
    private const double SmallestVariance = 1e-3;

    /// <summary>Tells whether a network still waits for its first data: it asks for this start and has not learned yet.</summary>
    /// <param name="network">The network.</param>
    /// <returns>True where <see cref="Apply"/> should be called before the first learning step.</returns>
    public static bool IsDue(SpikingNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.UpdateCount == 0 && network.Definition.Layers.Any(l => l.Initialisation.ScaleOnData);
    }

    /// <summary>Scales the layers that ask for it.</summary>
    /// <param name="network">The network; its weights and biases change.</param>
    /// <param name="batch">Windows of data; the first <see cref="Windows"/> of them that have a step are used.</param>
    /// <param name="cancellation">Checked before every step; a network that was scaled in part is not to be used.</param>
    public static void Apply(SpikingNetwork network, IEnumerable<StepSequence> batch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        StepSequence[] windows = [.. batch.Where(w => w.Count > 0).Take(Windows)];
        if (windows.Length == 0)
        {
            return;
        }

        for (int layer = 0; layer < network.Layers.Count; layer++)
        {
            if (network.Definition.Layers[layer].Initialisation.ScaleOnData)
            {
                Scale(network, layer, windows, cancellation);
            }
        }
    }

    private static void Scale(SpikingNetwork network, int layer, StepSequence[] windows, CancellationToken cancellation)
    {
        for (int round = 0; round < MaximumRounds; round++)
        {
            (double mean, double variance) = Potentials(network, layer, windows, cancellation);
            bool scaled = Math.Abs(variance - 1) > VarianceTolerance;
            bool shifted = Math.Abs(mean) > MeanTolerance;
            if (scaled)
            {
                float factor = (float)(1 / Math.Sqrt(Math.Max(variance, SmallestVariance)));
                Change(network, layer, LayerTensor.Weights, w => w * factor);
            }

            if (shifted)
            {
                float shift = (float)(mean / 2);
                Change(network, layer, LayerTensor.Bias, b => b - shift);
            }

            if (!scaled && !shifted)
            {
                return;
            }
        }
    }

    /// <summary>Mean and variance of U over all neurons of a layer in the last step of every window.</summary>
    private static (double Mean, double Variance) Potentials(SpikingNetwork network, int layer, StepSequence[] windows, CancellationToken cancellation)
    {
        double sum = 0;
        double squares = 0;
        long count = 0;
        NetworkState state = network.CreateState();
        foreach (StepSequence window in windows)
        {
            state.Reset();
            int steps = (int)Math.Min(window.Count, Math.Max(1, WindowMicroseconds / window.StepMicroseconds));
            for (int k = 0; k < steps; k++)
            {
                cancellation.ThrowIfCancellationRequested();
                network.Step(state, window.Inputs(k), window.Counts(k), label: -1, learn: false);
            }

            foreach (float u in state.Tensor(layer, StateTensor.Potential))
            {
                sum += u;
                squares += (double)u * u;
                count++;
            }
        }

        double mean = sum / count;
        return (mean, (squares / count) - (mean * mean));
    }

    private static void Change(SpikingNetwork network, int layer, LayerTensor tensor, Func<float, float> change)
    {
        float[] values = network.Tensor(layer, tensor);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = change(values[i]);
        }

        network.SetTensor(layer, tensor, values);
    }
}
