namespace EventSnn.Networks.Definitions;

/// <summary>How weights and bias start.</summary>
public sealed record WeightInitialisation
{
    /// <summary>The distribution.</summary>
    public WeightInitialisationKind Kind { get; init; }

    /// <summary>The scale of <see cref="WeightInitialisationKind.Normal"/> and <see cref="WeightInitialisationKind.Orthogonal"/>.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>The bias of <see cref="WeightInitialisationKind.Normal"/>.</summary>
    public float Bias { get; init; }

    /// <summary>Whether weights are then scaled on data so that each layer's potential has mean 0 and variance 1.</summary>
    public bool ScaleOnData { get; init; }
}
