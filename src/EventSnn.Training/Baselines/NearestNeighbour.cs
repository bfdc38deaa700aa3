namespace EventSnn.Training.Baselines;

/// <summary>The class of the most similar example. Keeps every example, which a live system could not: a memory-bound control.</summary>
public sealed class NearestNeighbour : OnlineClassifier
{
    private readonly List<(float[] Features, int Label)> memory = [];

    /// <inheritdoc/>
    public override string Name => "1-NN of all clips";

    /// <inheritdoc/>
    public override int Predict(ReadOnlySpan<float> features)
    {
        int best = -1;
        float nearest = float.MinValue;
        foreach ((float[] other, int label) in memory)
        {
            float similarity = Dot(other, features);
            if (similarity > nearest)
            {
                (best, nearest) = (label, similarity);
            }
        }

        return best;
    }

    /// <inheritdoc/>
    public override void Learn(ReadOnlySpan<float> features, int label) => memory.Add((features.ToArray(), label));
}
