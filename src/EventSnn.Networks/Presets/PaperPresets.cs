using EventSnn.Events.Binning;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks;

/// <summary>The checked references: the authors' three generations.</summary>
internal static class PaperPresets
{
    private const float Alpha = .97f;
    private const float Beta = .92f;
    private const float AlphaRefractory = .65f;

    public static NetworkDefinition G0(InputShape input, IReadOnlyList<string> classes, long step)
        => Base(input, classes, step) with
        {
            BurnInSteps = Steps(50, step),
            Layers = PaperStack(Oldest(step, 1), new ReadoutDefinition { Dropout = .5f }, new WeightInitialisation()),
            Optimiser = Adamax(1e-9),
        };

    public static NetworkDefinition G0Mnist(InputShape input, IReadOnlyList<string> classes, long step)
    {
        NeuronDefinition neuron = Oldest(step, 0) with
        {
            Spread = null,
            Alpha = NeuronDefinition.DecayAt(.92f, step),
            Beta = NeuronDefinition.DecayAt(.85f, step),
        };
        return Base(input, classes, step) with
        {
            BurnInSteps = Steps(50, step),
            Layers = Stack([16, 24, 32], 7, 2, neuron, new ReadoutDefinition { Dropout = .5f }, new WeightInitialisation()),
            Optimiser = Adamax(2.5e-8),
        };
    }

    public static NetworkDefinition G1(InputShape input, IReadOnlyList<string> classes, long step)
        => Base(input, classes, step) with
        {
            BurnInSteps = Steps(100, step),
            Layers = PaperStack(Published(step), new ReadoutDefinition { Dropout = .5f }, new WeightInitialisation()),
            Optimiser = Adamax(1e-9),
        };

    /// <summary>G1 with the paper's geometry, 32 > 30 > 15 > 13 > 11 > 5, and its burn-in.</summary>
    public static NetworkDefinition Published2020(InputShape input, IReadOnlyList<string> classes, long step)
        => Base(input, classes, step) with
        {
            BurnInSteps = Steps(50, step),
            Layers = Stack([64, 128, 128], 7, 2, Published(step), new ReadoutDefinition { Dropout = .5f }, new WeightInitialisation()),
            Optimiser = Adamax(1e-9),
        };

    public static NetworkDefinition G1Dense(InputShape input, IReadOnlyList<string> classes, long step)
        => Base(input, classes, step) with
        {
            BurnInSteps = Steps(60, step),
            Layers = DenseStack(Published(step), new ReadoutDefinition(), new WeightInitialisation { Kind = WeightInitialisationKind.ZeroWeights }),
            Optimiser = Adamax(1e-8),
        };

    public static NetworkDefinition G2(InputShape input, IReadOnlyList<string> classes, long step)
        => Base(input, classes, step) with
        {
            BurnInSteps = Steps(100, step),
            Layers = PaperStack(Normalised(step), new ReadoutDefinition { Amplitude = 2, Dropout = .5f }, ScaledOrthogonal()),
            Optimiser = Adamax(3.6e-4),
        };

    public static NetworkDefinition G2Dense(InputShape input, IReadOnlyList<string> classes, long step)
        => Base(input, classes, step) with
        {
            BurnInSteps = Steps(60, step),
            Layers = DenseStack(Normalised(step), new ReadoutDefinition(), ScaledOrthogonal()),
            Optimiser = Adamax(1e-3),
        };

    /// <summary>The steps that cover a time given in 1-ms steps.</summary>
    internal static int Steps(int milliseconds, long step) => (int)Math.Min(int.MaxValue, ((milliseconds * 1000L) + step - 1) / step);

    /// <summary>G2: normalised traces, fast sigmoid, H(0) = 0.</summary>
    internal static NeuronDefinition Normalised(long step)
    {
        float alphaRefractory = NeuronDefinition.DecayAt(AlphaRefractory, step);
        return new()
        {
            Alpha = NeuronDefinition.DecayAt(Alpha, step),
            Beta = NeuronDefinition.DecayAt(Beta, step),
            AlphaRefractory = alphaRefractory,
            RefractoryGain = 1 - alphaRefractory,
            Gains = GainRule.Normalised,
            Surrogate = SurrogateKind.FastSigmoid,
        };
    }

    /// <summary>G1: raw gains, boxcar, H(0) = 1.</summary>
    internal static NeuronDefinition Published(long step) => new()
    {
        Alpha = NeuronDefinition.DecayAt(Alpha, step),
        Beta = NeuronDefinition.DecayAt(Beta, step),
        AlphaRefractory = NeuronDefinition.DecayAt(AlphaRefractory, step),
        RefractoryGain = 1,
        Gains = GainRule.Raw,
        Surrogate = SurrogateKind.Boxcar,
    };

    /// <summary>G0: random time constants, new Q in P, sigmoid surrogate and readout.</summary>
    internal static NeuronDefinition Oldest(long step, float refractoryWeight)
    {
        float alphaRefractory = NeuronDefinition.DecayAt(AlphaRefractory, step);
        return new()
        {
            Alpha = NeuronDefinition.DecayAt(Alpha, step),
            Beta = NeuronDefinition.DecayAt(Beta, step),
            AlphaRefractory = alphaRefractory,
            RefractoryGain = alphaRefractory * refractoryWeight,
            Gains = GainRule.Raw,
            NewSynapse = true,
            Spread = new TimeConstantSpread(10, 35, 5, 10),
            Surrogate = SurrogateKind.Sigmoid,
            Activation = ActivationKind.Sigmoid,
        };
    }

    internal static OptimiserDefinition Adamax(double learningRate)
        => new() { Kind = OptimiserKind.Adamax, LearningRate = learningRate, Beta1 = 0, Beta2 = .95f };

    private static WeightInitialisation ScaledOrthogonal()
        => new() { Kind = WeightInitialisationKind.Orthogonal, ScaleOnData = true };

    private static NetworkDefinition Base(InputShape input, IReadOnlyList<string> classes, long step) => new()
    {
        Preset = "",
        Input = input,
        StepMicroseconds = step,
        ClassNames = [.. classes],
        Layers = [],
    };

    private static LayerDefinition[] PaperStack(NeuronDefinition neuron, ReadoutDefinition readout, WeightInitialisation start)
        => Stack([64, 128, 128], 7, 3, neuron, readout, start);

    private static LayerDefinition[] Stack(
        int[] channels, int kernel, int padding, NeuronDefinition neuron, ReadoutDefinition readout, WeightInitialisation start)
        => [.. channels.Select((count, i) => new ConvolutionLayer
        {
            Channels = count,
            Kernel = kernel,
            Padding = padding,
            Pool = i == 1 ? 1 : 2,
            Neuron = neuron,
            Readout = readout,
            Initialisation = start,
        })];

    private static LayerDefinition[] DenseStack(NeuronDefinition neuron, ReadoutDefinition readout, WeightInitialisation start)
        => [.. Enumerable.Range(0, 3).Select(_ => new DenseLayer { Size = 200, Neuron = neuron, Readout = readout, Initialisation = start })];
}
