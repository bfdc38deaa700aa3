using EventSnn.Events.Binning;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks;

/// <summary>
/// The preset for learning online from seconds of labelled events: softmax cross-entropy with a temperature on structured +-1 readouts
/// over a shrinking grid (after TESS, arXiv 2502.01837), normalised DECOLLE dynamics with the boxcar, plain SGD.
/// </summary>
/// <remarks>
/// SGD because its steps shrink with the error: Adam and Adamax without a first moment take steps of one size however small the error,
/// and forget the gestures of before. The membrane remembers 100 ms, a fair part of a movement. The lowest layer's traces are small
/// (few events per pixel), so it takes larger steps.
/// </remarks>
internal static class GesturePreset
{
    private const double MembraneMicroseconds = 100_000;
    private const double SynapseMicroseconds = 30_000;
    private const double CountsMicroseconds = 10_000;

    public static NetworkDefinition Create(InputShape input, IReadOnlyList<string> classes, long step) => new()
    {
        Preset = "gesture",
        Input = input,
        StepMicroseconds = step,
        ClassNames = [.. classes],
        BurnInSteps = PaperPresets.Steps(50, step),
        Layers = Layers(input, step),
        Loss = new LossDefinition(LossKind.SoftmaxCrossEntropy, 30),
        Optimiser = new OptimiserDefinition { Kind = OptimiserKind.Sgd, LearningRate = .003, ScalesWithBatch = true },
        Scores = ScoreRule.SumOfLayers,
    };

    private static LayerDefinition[] Layers(InputShape input, long step)
    {
        NeuronDefinition neuron = PaperPresets.Normalised(step) with
        {
            Alpha = (float)Math.Exp(-step / MembraneMicroseconds),
            Beta = (float)Math.Exp(-step / SynapseMicroseconds),
            Surrogate = SurrogateKind.Boxcar,
        };
        var layers = new List<LayerDefinition>();
        InputShape shape = input;
        foreach ((int channels, int kernel, int grid, float scale, float factor) in
            new[] { (32, 5, 8, 4f, 20f), (64, 5, 4, 2f, 1f), (64, 3, 2, 2f, 1f) })
        {
            // A picture that is small already is not pooled away.
            var layer = new ConvolutionLayer
            {
                Channels = channels,
                Kernel = kernel,
                Padding = kernel / 2,
                Pool = Math.Min(shape.Height, shape.Width) >= 4 ? 2 : 1,
                // Counts grow with the step, spikes do not: the same events give the same trace at any step length.
                Neuron = layers.Count == 0 ? neuron with { Gain = (float)(CountsMicroseconds / step) } : neuron,
                Readout = new ReadoutDefinition { Kind = ReadoutKind.Structured, Amplitude = 1, Grid = grid },
                Initialisation = new WeightInitialisation { Kind = WeightInitialisationKind.Normal, Scale = scale, Bias = -.1f },
                LearningRateFactor = factor,
            };
            layers.Add(layer);
            shape = layer.PooledShape(shape);
        }

        return [.. layers];
    }
}
