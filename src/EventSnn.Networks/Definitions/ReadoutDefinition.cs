namespace EventSnn.Networks.Definitions;

/// <summary>A layer's local readout: r = G.(dropmask * flatten(a)) + c, G and c fixed unless <see cref="ReadoutKind.Learned"/>.</summary>
public sealed record ReadoutDefinition
{
    /// <summary>How G is made.</summary>
    public ReadoutKind Kind { get; init; }

    /// <summary>The scale of G.</summary>
    public float Amplitude { get; init; } = .5f;

    /// <summary>
    /// Structured and learned readouts: cells of the grid per side; features of a channel in one cell share a sign, as if the spikes were
    /// summed (learned: averaged) there. 0: every feature has its own.
    /// </summary>
    public int Grid { get; init; }

    /// <summary>The learning rate of a <see cref="ReadoutKind.Learned"/> readout, above 0; plain gradient descent.</summary>
    public float LearningRate { get; init; }

    /// <summary>The probability that a feature is left out in a learning step, in [0, 1).</summary>
    public float Dropout { get; init; }
}
