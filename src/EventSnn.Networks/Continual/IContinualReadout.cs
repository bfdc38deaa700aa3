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

    /// <summary>Writes the score of every class.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="scores">One entry per class; the larger, the likelier. Negative infinity for a class that nothing is known of.</param>
    /// <returns>How strange the vector is to all classes: the larger, the stranger.</returns>
    double Score(ReadOnlySpan<float> vector, Span<double> scores);
}
