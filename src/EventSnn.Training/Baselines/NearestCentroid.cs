namespace EventSnn.Training.Baselines;

/// <summary>The class whose mean vector is nearest.</summary>
/// <param name="classes">Number of classes.</param>
/// <param name="size">Length of a vector.</param>
public sealed class NearestCentroid(int classes, int size) : OnlineClassifier
{
    private readonly float[] means = new float[classes * size];
    private readonly int[] seen = new int[classes];

    /// <inheritdoc/>
    public override string Name => "nearest centroid";

    /// <inheritdoc/>
    public override int Predict(ReadOnlySpan<float> features)
    {
        int best = -1;
        float nearest = float.MaxValue;
        for (int c = 0; c < classes; c++)
        {
            ReadOnlySpan<float> mean = means.AsSpan(c * size, size);
            float distance = Dot(mean, mean) - (2 * Dot(mean, features)); // less |features|^2, which is the same for all
            if (seen[c] > 0 && distance < nearest)
            {
                (best, nearest) = (c, distance);
            }
        }

        return best;
    }

    /// <inheritdoc/>
    public override void Learn(ReadOnlySpan<float> features, int label)
    {
        seen[label]++;
        Span<float> mean = means.AsSpan(label * size, size);
        for (int i = 0; i < size; i++)
        {
            mean[i] += (features[i] - mean[i]) / seen[label];
        }
    }
}
