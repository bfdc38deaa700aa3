using EventSnn.Events.Binning;
using EventSnn.Networks;
using EventSnn.Networks.Bptt;
using EventSnn.Networks.Compute.Simd;
using EventSnn.Networks.CurrentStep;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Learning;
using EventSnn.Networks.Stdp;
using EventSnn.Networks.SuperSpike;

namespace EventSnn.Training.Rules;

/// <summary>
/// The rules that are compared, by name: on convolutions of 5x5 with 16 and 32 channels, each pooled by 2; feedback, superspike and stdp on dense neurons. Constants are the ones of a
/// rule's own paper or preset where it has some; none was tuned for a comparison.
/// </summary>
public static class RuleNetworks
{
    private const double MembraneMicroseconds = 100_000;
    private static readonly (int Channels, int Grid)[] Stack = [(16, 4), (32, 2)];

    /// <summary>All names. "-fast": current-step training with both accelerations (our reading: loss:0.3 and FreezeOut from 0.8, cubed).</summary>
    public static IReadOnlyList<string> Names { get; } = ["decolle", "decolle-learned", "tess", "tess-noncausal", "bptt", "current-step", "current-step-fast", "feedback", "superspike", "stdp"];

    /// <summary>Rules that are not for labelled clips, and where they are.</summary>
    public static string? ElsewhereOf(string rule) => rule switch
    {
        "spikeprop" => "it learns single spike times: eventsnn demo spikeprop",
        _ => null,
    };

    /// <summary>Creates a rule's learner.</summary>
    /// <param name="rule">One of <see cref="Names"/>.</param>
    /// <param name="input">The shape of a step.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="stepMicroseconds">The length of a step.</param>
    /// <param name="seed">Equal seeds give equal results.</param>
    /// <param name="threads">Threads, for rules that use several.</param>
    /// <returns>The learner; dispose it.</returns>
    /// <exception cref="TrainingException">There is no such rule for clips.</exception>
    public static IRuleLearner Create(string rule, InputShape input, IReadOnlyList<string> classes, long stepMicroseconds, ulong seed, int threads = 1)
    {
        if (!Names.Contains(rule))
        {
            throw new TrainingException(ElsewhereOf(rule) is { } other
                ? $"The rule '{rule}' is not for data sets of labelled clips: {other}."
                : $"Expected one of the rules {string.Join(", ", Names)}, found '{rule}'.");
        }

        switch (rule)
        {
            case "feedback":
                return new FeedbackLearner(input, classes, seed);
            case "superspike":
                return new ClipLearner(new SuperSpikeClassifier(input.Size, classes.Count, stepMicroseconds, seed), classes);
            case "stdp":
                return new ClipLearner(new StdpClassifier(input.Size, classes.Count, stepMicroseconds, seed), classes);
        }

        NetworkDefinition definition = Define(rule, input, classes, stepMicroseconds);
        return rule switch
        {
            "bptt" => new BpttLearner(definition, seed),
            "current-step" => new CurrentStepLearner(definition, seed, new CurrentStepOptions()),
            "current-step-fast" => new CurrentStepLearner(
                definition, seed, new CurrentStepOptions { Policy = UpdatePolicy.Parse("loss:0.3"), FreezeOut = new FreezeOutSchedule() }),
            _ => new LocalLearner(SpikingNetwork.Create(definition, seed, new SimdBackend(new SimdOptions { Threads = threads }))),
        };
    }

    /// <summary>Back-propagation through time on layers of one's own.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="seed">Equal seeds give equal results.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>The learner; dispose it.</returns>
    public static IRuleLearner CreateBptt(NetworkDefinition definition, ulong seed, BpttOptions? options = null) => new BpttLearner(definition, seed, options);

    /// <summary>The network of a rule.</summary>
    /// <param name="rule">One of <see cref="Names"/> except feedback, superspike and stdp.</param>
    /// <param name="input">The shape of a step.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="stepMicroseconds">The length of a step.</param>
    /// <returns>The definition.</returns>
    public static NetworkDefinition Define(string rule, InputShape input, IReadOnlyList<string> classes, long stepMicroseconds)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(classes);
        if (rule.StartsWith("tess", StringComparison.Ordinal))
        {
            NetworkDefinition tess = NetworkPresets.Create(rule, input, classes, stepMicroseconds);
            LayerDefinition first = tess.Layers[0];
            return tess with { Layers = Layers(input, first.Neuron, first.Initialisation, (grid, features) => first.Readout with { Grid = grid, Amplitude = 1f / features }) };
        }

        float alpha = (float)Math.Exp(-stepMicroseconds / MembraneMicroseconds);
        float refractory = NeuronDefinition.DecayAt(.65f, stepMicroseconds);
        var neuron = new NeuronDefinition
        {
            Alpha = alpha,
            Beta = 0,
            NewSynapse = true,
            AlphaRefractory = refractory,
            RefractoryGain = 1 - refractory,
            Gains = GainRule.Normalised,
            Gain = .18f / (1 - alpha),
            Surrogate = SurrogateKind.FastSigmoid,
        };
        var adam = new OptimiserDefinition { Kind = OptimiserKind.Adam, LearningRate = 1e-3, Beta1 = .9f, Beta2 = .99f };
        var start = new WeightInitialisation { Kind = WeightInitialisationKind.Normal, Scale = 4 };
        var definition = new NetworkDefinition
        {
            Preset = rule,
            Input = input,
            StepMicroseconds = stepMicroseconds,
            ClassNames = [.. classes],
            BurnInSteps = (int)Math.Min(5, 50_000 / stepMicroseconds),
            Layers = Layers(input, neuron, start, (_, _) => new ReadoutDefinition { Amplitude = .5f }),
            Loss = new LossDefinition(LossKind.SoftmaxCrossEntropy),
            Optimiser = adam,
        };
        definition = rule switch
        {
            // Fixed random readouts, smooth-L1, Adamax without a first moment: as published, on these layers.
            "decolle" => definition with
            {
                Layers = Layers(input, neuron, start, (_, _) => new ReadoutDefinition { Amplitude = 2 }),
                Loss = new LossDefinition(LossKind.SmoothL1),
                Optimiser = new OptimiserDefinition { Kind = OptimiserKind.Adamax, LearningRate = 3.6e-4, Beta1 = 0, Beta2 = .95f },
            },
            "decolle-learned" => definition with
            {
                Layers = Layers(input, neuron, start, (grid, _) => new ReadoutDefinition { Kind = ReadoutKind.Learned, Grid = grid, LearningRate = .5f }),
                Scores = ScoreRule.SumOfLayers,
            },
            "current-step" or "current-step-fast" => definition with
            {
                Layers = Layers(
                    input, new NeuronDefinition { Alpha = alpha, Beta = 0, Surrogate = SurrogateKind.Boxcar }, start with { Scale = 1 }, (_, _) => new ReadoutDefinition { Amplitude = .5f }),
            },
            _ => definition,
        };
        definition.Validate();
        return definition;
    }

    private static LayerDefinition[] Layers(InputShape input, NeuronDefinition neuron, WeightInitialisation start, Func<int, int, ReadoutDefinition> readout)
    {
        var layers = new LayerDefinition[Stack.Length];
        InputShape shape = input;
        for (int i = 0; i < layers.Length; i++)
        {
            var layer = new ConvolutionLayer
            {
                Channels = Stack[i].Channels,
                Kernel = 5,
                Padding = 2,
                Pool = Math.Min(shape.Height, shape.Width) >= 4 ? 2 : 1,
                Neuron = neuron,
                Initialisation = start,
            };
            shape = layer.PooledShape(shape);
            layers[i] = layer with { Readout = readout(Stack[i].Grid, shape.Size) };
        }

        return layers;
    }
}
