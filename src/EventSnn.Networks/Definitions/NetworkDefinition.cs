using EventSnn.Events.Binning;
using EventSnn.Events.Geometry;
using EventSnn.Networks.Decisions;

namespace EventSnn.Networks.Definitions;

/// <summary>Everything that defines a network except its weights. Immutable; a checkpoint carries it.</summary>
public sealed record NetworkDefinition
{
    /// <summary>The preset that this came from.</summary>
    public required string Preset { get; init; }

    /// <summary>The network's input.</summary>
    public required InputShape Input { get; init; }

    /// <summary>The length of a time step in microseconds, at least 1.</summary>
    public required long StepMicroseconds { get; init; }

    /// <summary>How motion is made of events for channels 2 to 5 of the input; null where the input has polarities only.</summary>
    public MotionOptions? Motion { get; init; }

    /// <summary>The names of the classes, in the order of the labels 0, 1, ...</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>The layers, from the input up.</summary>
    public required IReadOnlyList<LayerDefinition> Layers { get; init; }

    /// <summary>The local loss of every layer.</summary>
    public LossDefinition Loss { get; init; } = new(LossKind.SmoothL1);

    /// <summary>The optimiser of every layer.</summary>
    public OptimiserDefinition Optimiser { get; init; } = new();

    /// <summary>Steps after a reset in which nothing is learned and no decision should be made.</summary>
    public int BurnInSteps { get; init; }

    /// <summary>Where the decision scores come from.</summary>
    public ScoreRule Scores { get; init; }

    /// <summary>A readout of whole clips beside the layers; null for none.</summary>
    public ClipReadoutDefinition? ClipReadout { get; init; }

    /// <summary>
    /// Steps after a reset before the first decision. The clip readout needs no burn-in: until the layers' is over it decides alone.
    /// </summary>
    public int DecisionBurnInSteps => ClipReadout is null ? BurnInSteps : 0;

    /// <summary>How the scores of many steps become a decision.</summary>
    /// <param name="ofLayers">How those of layers do.</param>
    /// <returns>The same; with a clip readout, whose last scores tell of all steps, <see cref="VoteKind.Latest"/>.</returns>
    public VoteKind DecisionVote(VoteKind ofLayers) => ClipReadout is null ? ofLayers : VoteKind.Latest;

    /// <summary>Number of classes.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>How events of a sensor become this network's steps.</summary>
    /// <param name="size">The sensor, or the part of it that is used.</param>
    /// <returns>With the smallest down-sampling that gives <see cref="Input"/>; null where none does.</returns>
    public BinningOptions? BinningFor(SensorSize size)
    {
        int factor = Math.Max(1, (size.Width + Input.Width - 1) / Input.Width);
        var binning = new BinningOptions { Size = size, StepMicroseconds = StepMicroseconds, Downsample = factor, Motion = Motion };
        return binning.Shape == Input ? binning : null;
    }

    /// <summary>Checks sizes and ranges.</summary>
    /// <exception cref="ModelException">Something does not fit; the message says what.</exception>
    public void Validate()
    {
        ModelException.Require(Input.Channels >= 1 && Input.Height >= 1 && Input.Width >= 1, "input", "a shape of at least 1x1x1", Input);
        ModelException.Require(StepMicroseconds >= 1, "step length", "at least 1 us", StepMicroseconds);
        ModelException.Require(ClassNames.Count >= 1, "classes", "at least one class name", ClassNames.Count);
        ModelException.Require(Layers.Count >= 1, "layers", "at least one layer", Layers.Count);
        ModelException.Require(BurnInSteps >= 0, "burn-in", "at least 0 steps", BurnInSteps);
        ModelException.Require(Loss.Temperature > 0, "loss", "a temperature above 0", Loss.Temperature);
        ModelException.Require(
            Motion is null || (Input.Channels == MotionOptions.Channels && Motion.FineMicroseconds >= 1 && StepMicroseconds % Motion.FineMicroseconds == 0),
            "motion",
            $"{MotionOptions.Channels} input channels and a step that is a whole number of fine steps",
            $"{Input}, steps of {StepMicroseconds} us, fine steps of {Motion?.FineMicroseconds} us");
        Optimiser.Validate();
        ClipReadout?.Validate(Loss);
        int noncausal = Layers.Count(l => l.Neuron.PostTraceGain != 0);
        ModelException.Require(noncausal == 0 || noncausal == Layers.Count, "layers", "a non-causal term in all layers or in none", noncausal);
        InputShape shape = Input;
        for (int i = 0; i < Layers.Count; i++)
        {
            Layers[i].Validate(shape, $"layer {i}");
            shape = Layers[i].PooledShape(shape);
        }
    }
}
