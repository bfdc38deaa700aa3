namespace EventSnn.Networks.FixedFeedback;

/// <summary>
/// Sizes and constants of learning by fixed feedback (Samadi, Lillicrap and Tweed 2017). Of the paper only the abstract could be read: the
/// constants are those of a published re-implementation (BFA-SNN of the ngc-learn museum).
/// </summary>
public sealed record FixedFeedbackOptions
{
    /// <summary>Neurons of every layer: inputs, hidden layers, outputs; at least inputs and outputs.</summary>
    public required IReadOnlyList<int> Sizes { get; init; }

    /// <summary>Length of a step in milliseconds.</summary>
    public double StepMilliseconds { get; init; } = .25;

    /// <summary>Membrane time constant in milliseconds.</summary>
    public double MembraneMilliseconds { get; init; } = 20;

    /// <summary>Threshold.</summary>
    public double Threshold { get; init; } = .4;

    /// <summary>Steps that a spike lasts, the refractory time; at least 1.</summary>
    public int RefractorySteps { get; init; } = 4;

    /// <summary>Steps that a sample is shown.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>Steps at the beginning of a sample in which nothing is learned.</summary>
    public int BurnInSteps { get; init; } = 20;

    /// <summary>
    /// Probability of an input spike per step at intensity 1, in (0, 1]. Null: the intensities themselves are the inputs, as (by the notes of
    /// the re-implementation) in the paper; then the lowest layer costs as much as one step of it.
    /// </summary>
    public double? SpikeProbability { get; init; }

    /// <summary>Deviation of initial weights.</summary>
    public double WeightDeviation { get; init; } = .055;

    /// <summary>Deviation of the feedback.</summary>
    public double FeedbackDeviation { get; init; } = .055;

    /// <summary>A factor on the learning rate 1 / fan-in.</summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>What gates the feedback.</summary>
    public TeachingSignal Teaching { get; init; }

    /// <summary>E; null to fit it to the neuron.</summary>
    public RateCurve? Curve { get; init; }

    /// <summary>Which layers of weights learn, lowest first; null for all.</summary>
    public IReadOnlyList<bool>? Learns { get; init; }

    /// <summary>Equal seeds give equal results.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>dt / tau.</summary>
    public double Leak => StepMilliseconds / MembraneMilliseconds;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ModelException">A value is out of range; the message says which.</exception>
    public void Validate()
    {
        ModelException.Require(Sizes.Count >= 2 && Sizes.All(n => n >= 1), "sizes", "inputs and outputs of at least 1", string.Join('-', Sizes));
        ModelException.Require(Leak is > 0 and < 1, "step", "a part of the membrane time constant", StepMilliseconds);
        ModelException.Require(RefractorySteps >= 1 && Steps >= 1 && BurnInSteps >= 0, "steps", "at least 1", Steps);
        ModelException.Require(SpikeProbability is null or (> 0 and <= 1), "input spikes", "a probability above 0", SpikeProbability);
        ModelException.Require(WeightDeviation > 0 && FeedbackDeviation > 0, "deviations", "values above 0", WeightDeviation);
        ModelException.Require(Learns is null || Learns.Count == Sizes.Count - 1, "learning layers", $"{Sizes.Count - 1} entries", Learns?.Count ?? 0);
    }
}
