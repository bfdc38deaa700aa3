namespace EventSnn.Networks.Definitions;

/// <summary>The optimiser of all layers.</summary>
public sealed record OptimiserDefinition
{
    /// <summary>Which.</summary>
    public OptimiserKind Kind { get; init; }

    /// <summary>Step size, at least 0.</summary>
    public double LearningRate { get; init; }

    /// <summary>
    /// Whether a mini-batch of n labelled samples takes a step that is sqrt(n) times as large: its mean gradient is that much surer, and
    /// one stream alone, whose label does not change for a second, must not run away with the weights.
    /// </summary>
    public bool ScalesWithBatch { get; init; }

    /// <summary>Decay of the first moment, in [0, 1).</summary>
    public float Beta1 { get; init; }

    /// <summary>Decay of the second moment (Adam) or of the largest gradient (Adamax), in [0, 1).</summary>
    public float Beta2 { get; init; } = .95f;

    /// <summary>Floor, larger than 0.</summary>
    public float Epsilon { get; init; } = 1e-8f;

    internal void Validate()
    {
        ModelException.Require(LearningRate >= 0 && double.IsFinite(LearningRate), "optimiser", "a finite learning rate of at least 0", LearningRate);
        ModelException.Require(Beta1 is >= 0 and < 1, "optimiser", "beta1 in [0, 1)", Beta1);
        ModelException.Require(Beta2 is >= 0 and < 1, "optimiser", "beta2 in [0, 1)", Beta2);
        ModelException.Require(Epsilon > 0, "optimiser", "epsilon above 0", Epsilon);
    }
}
