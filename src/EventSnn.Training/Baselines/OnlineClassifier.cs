namespace EventSnn.Training.Baselines;

/// <summary>A simple classifier that learns from one example at a time: the control beside a network's figure.</summary>
public abstract class OnlineClassifier
{
    /// <summary>Its name.</summary>
    public abstract string Name { get; }

    /// <summary>Classifies.</summary>
    /// <param name="features">A vector.</param>
    /// <returns>The class; -1 before anything was learned.</returns>
    public abstract int Predict(ReadOnlySpan<float> features);

    /// <summary>Learns one example.</summary>
    /// <param name="features">A vector.</param>
    /// <param name="label">Its class.</param>
    public abstract void Learn(ReadOnlySpan<float> features, int label);

    private protected static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
