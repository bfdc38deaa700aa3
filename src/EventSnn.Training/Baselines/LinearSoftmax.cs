namespace EventSnn.Training.Baselines;

/// <summary>Softmax regression by gradient descent, one step per example.</summary>
/// <param name="classes">Number of classes.</param>
/// <param name="size">Length of a vector.</param>
/// <param name="rate">Learning rate, above 0.</param>
public sealed class LinearSoftmax(int classes, int size, float rate = 2) : OnlineClassifier
{
    private readonly float[] weights = new float[classes * size];
    private readonly float[] bias = new float[classes];
    private readonly float[] scores = new float[classes];
    private bool hasLearned;

    /// <inheritdoc/>
    public override string Name => "linear softmax";

    /// <inheritdoc/>
    public override int Predict(ReadOnlySpan<float> features)
    {
        if (!hasLearned)
        {
            return -1;
        }

        Score(features);
        return Array.IndexOf(scores, scores.Max());
    }

    /// <inheritdoc/>
    public override void Learn(ReadOnlySpan<float> features, int label)
    {
        hasLearned = true;
        Score(features);
        float largest = scores.Max();
        float sum = 0;
        for (int c = 0; c < classes; c++)
        {
            scores[c] = MathF.Exp(scores[c] - largest);
            sum += scores[c];
        }

        for (int c = 0; c < classes; c++)
        {
            float change = rate * ((scores[c] / sum) - (c == label ? 1 : 0));
            bias[c] -= change * .1f;
            Span<float> row = weights.AsSpan(c * size, size);
            for (int i = 0; i < size; i++)
            {
                row[i] -= change * features[i];
            }
        }
    }

    private void Score(ReadOnlySpan<float> features)
    {
        for (int c = 0; c < classes; c++)
        {
            scores[c] = bias[c] + Dot(weights.AsSpan(c * size, size), features);
        }
    }
}
