namespace EventSnn.Networks.Continual;

/// <summary>What learns classes from latent vectors, one vector at a time, new classes at any time. Not safe for concurrent use.</summary>
public interface IContinualReadout
{
    /// <summary>Number of classes.</summary>
    int Classes { get; }

    /// <summary>Adds a class that nothing is known of yet.</summary>
    /// <returns>Its number.</returns>
    int AddClass();

    /// <summary>Learns from one vector.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="label">Its class.</param>
    void Learn(ReadOnlySpan<float> vector, int label);

    /// <summary>Learns from a vector that counts as part of a showing: one of its variants, or of its overlapping windows.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="label">Its class.</param>
    /// <param name="weight">Its part of a showing, above 0; a readout that does not know of weights takes it as one showing.</param>
    void Learn(ReadOnlySpan<float> vector, int label, double weight) => Learn(vector, label);

    /// <summary>Writes the score of every class.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="scores">One entry per class; the larger, the likelier. Negative infinity for a class that nothing is known of.</param>
    /// <returns>How strange the vector is to all classes: the larger, the stranger.</returns>
    double Score(ReadOnlySpan<float> vector, Span<double> scores);
}
