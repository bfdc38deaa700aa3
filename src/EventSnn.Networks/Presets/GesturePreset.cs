using EventSnn.Events.Binning;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks;

/// <summary>
/// The preset for learning online from seconds of labelled events: softmax cross-entropy with a temperature on a structured +-1
/// readout (after TESS, arXiv 2502.01837) over normalised DECOLLE dynamics.
/// </summary>
internal static class GesturePreset
{
    public static NetworkDefinition Create(InputShape input, IReadOnlyList<string> classes, long step) => new()
    {
        Preset = "gesture",
        Input = input,
        StepMicroseconds = step,
        ClassNames = [.. classes],
        BurnInSteps = PaperPresets.Steps(50, step),
        Layers = Layers(input, step),
        Loss = new LossDefinition(LossKind.SoftmaxCrossEntropy, 30),
        Optimiser = new OptimiserDefinition { Kind = OptimiserKind.Adam, LearningRate = 1e-3, Beta1 = 0, Beta2 = .99f },
        Scores = ScoreRule.SumOfLayers,
    };

    private static LayerDefinition[] Layers(InputShape input, long step)
    {
        NeuronDefinition neuron = PaperPresets.Normalised(step);
        var start = new WeightInitialisation { Kind = WeightInitialisationKind.Normal, Scale = 4 };
        return
        [
            new ConvolutionLayer
            {
                Channels = 32, Kernel = 5, Padding = 2, Pool = Math.Min(2, Math.Min(input.Height, input.Width)), Neuron = neuron, Initialisation = start,
                Readout = new ReadoutDefinition { Kind = ReadoutKind.Structured, Amplitude = 1, Grid = 8 },
            },
            new ConvolutionLayer
            {
                Channels = 64, Kernel = 5, Padding = 2, Pool = 2, Neuron = neuron, Initialisation = start,
                Readout = new ReadoutDefinition { Kind = ReadoutKind.Structured, Amplitude = 1, Grid = 4 },
            },
            new ConvolutionLayer
            {
                Channels = 64, Kernel = 3, Padding = 1, Pool = 2, Neuron = neuron, Initialisation = start,
                Readout = new ReadoutDefinition { Kind = ReadoutKind.Structured, Amplitude = 1, Grid = 2 },
            },
        ];
    }
}
