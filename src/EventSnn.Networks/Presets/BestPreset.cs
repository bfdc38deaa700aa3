using EventSnn.Events.Binning;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks;

/// <summary>
/// The most accurate local rule that was found for clips of seconds: long normalised membrane traces, long steps, softmax
/// cross-entropy on a readout that learns too, and beside the layer a readout of whole clips (<see cref="ClipReadouts.ClipReadout"/>), which decides
/// together with it. Online, without memory of time; the layer is local, for the clip readout see there. One layer: a second one, trained by its own
/// readout on the spikes of the first, was 8 to 20 points worse than the first and drew the sum of both down. What each part brings is in the
/// README of EventSnn.Training.
/// </summary>
internal static class BestPreset
{
    /// <summary>The sign or gesture is in what was seen over about a second; 33 ms, the paper's membrane, forgets it.</summary>
    private const double MembraneMicroseconds = 1_000_000;

    private const float ChargePerEvent = .18f;

    public static NetworkDefinition Create(InputShape input, IReadOnlyList<string> classes, long step)
    {
        float alpha = (float)Math.Exp(-step / MembraneMicroseconds);
        var neuron = new NeuronDefinition
        {
            Alpha = alpha,
            Beta = 0,
            NewSynapse = true,
            AlphaRefractory = NeuronDefinition.DecayAt(.65f, step),
            RefractoryGain = 1 - NeuronDefinition.DecayAt(.65f, step),
            Gains = GainRule.Normalised,

            // An event adds the same to P at any step length, so that the step can be changed without another learning rate.
            Gain = ChargePerEvent / (1 - alpha),
            Surrogate = SurrogateKind.FastSigmoid,
        };
        var start = new WeightInitialisation { Kind = WeightInitialisationKind.Normal, Scale = 4 };
        var readout = new ReadoutDefinition { Kind = ReadoutKind.Learned, Grid = 4, LearningRate = .5f };
        int pool = Math.Min(input.Height, input.Width) >= 2 ? 2 : 1;
        return new NetworkDefinition
        {
            Preset = "best",
            Input = input,
            StepMicroseconds = step,
            ClassNames = [.. classes],
            BurnInSteps = 3,
            Layers = [new ConvolutionLayer { Channels = 64, Kernel = 7, Padding = 3, Pool = pool, Neuron = neuron, Initialisation = start, Readout = readout }],
            Loss = new LossDefinition(LossKind.SoftmaxCrossEntropy),
            Optimiser = new OptimiserDefinition { Kind = OptimiserKind.Adam, LearningRate = 2e-3, Beta1 = .9f, Beta2 = .99f },
            Scores = ScoreRule.SumOfLayers,
            ClipReadout = new ClipReadoutDefinition(),
        };
    }
}
