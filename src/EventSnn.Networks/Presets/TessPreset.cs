using EventSnn.Events.Binning;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks;

/// <summary>
/// The rule of TESS (Apolinario, Roy and Frenkel, arXiv 2502.01837) on this project's layers: soft reset, triangular surrogate, an
/// exponential trace of what arrives, and in every layer softmax cross-entropy on a fixed readout of +-1.
/// </summary>
/// <remarks>
/// <para>Their neuron u = gamma (u - vth o) + W x is this one: P = gamma P + x, R = gamma R - gamma vth S, U = W.P - vth + R, and the
/// causal trace q of the rule is P.</para>
/// <para>From the paper: gamma = 0.5 and 0.2 for the trace h, frames of 75 ms, vth = 0.6, Adam at 1e-3. At another step length both decays keep their
/// time. From the authors' code: the square waves and their cells. Ours: a smaller network, the decision (the sum of all readouts in place of a
/// trained linear one), scales of the first weights, a threshold that learns, and the temperature: a readout is a mean of spikes times +-1,
/// far below 1, so that at a temperature of 1 (the paper's) the error stays near label - 1/classes however right the answer is.</para>
/// </remarks>
internal static class TessPreset
{
    private const double FrameMicroseconds = 75_000;
    private const double Gamma = .5;
    private const double PostDecay = .2;
    private const float Threshold = .6f;

    /// <summary>The preset, with the non-causal term or without.</summary>
    public static NetworkDefinition Create(InputShape input, IReadOnlyList<string> classes, long step, bool nonCausal) => new()
    {
        Preset = "tess",
        Input = input,
        StepMicroseconds = step,
        ClassNames = [.. classes],
        Layers = Layers(input, step, nonCausal),
        Loss = new LossDefinition(LossKind.SoftmaxCrossEntropy, .05f),
        Optimiser = new OptimiserDefinition { Kind = OptimiserKind.Adam, LearningRate = 1e-3, Beta1 = .9f, Beta2 = .999f },
        Scores = ScoreRule.SumOfLayers,
    };

    private static LayerDefinition[] Layers(InputShape input, long step, bool nonCausal)
    {
        float gamma = (float)Math.Pow(Gamma, step / FrameMicroseconds);
        var neuron = new NeuronDefinition
        {
            Alpha = gamma,
            Beta = 0,
            NewSynapse = true,
            Gains = GainRule.Normalised,
            Gain = 1 / (1 - gamma), // qg pg = 1
            AlphaRefractory = gamma,
            RefractoryGain = gamma * Threshold,
            Surrogate = SurrogateKind.Triangle,
            PostTraceGain = nonCausal ? 1 : 0,
            PostTraceDecay = (float)Math.Pow(PostDecay, step / FrameMicroseconds),
        };
        var layers = new List<LayerDefinition>();
        InputShape shape = input;
        foreach ((int channels, int grid, float scale) in new[] { (32, 4, 2f), (64, 2, 2f), (64, 2, 2f) })
        {
            var layer = new ConvolutionLayer
            {
                Channels = channels,
                Kernel = 3,
                Padding = 1,
                Pool = Math.Min(shape.Height, shape.Width) >= 4 ? 2 : 1,
                Neuron = neuron,
                Initialisation = new WeightInitialisation { Kind = WeightInitialisationKind.Normal, Scale = scale, Bias = -Threshold },
            };
            shape = layer.PooledShape(shape);
            layers.Add(layer with { Readout = new ReadoutDefinition { Kind = ReadoutKind.SquareWave, Amplitude = 1f / shape.Size, Grid = grid } });
        }

        return [.. layers];
    }
}
