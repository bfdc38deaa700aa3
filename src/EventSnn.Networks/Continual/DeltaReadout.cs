namespace EventSnn.Networks.Continual;

/// <summary>
/// Softmax regression by the delta rule, the readout rule of the networks here. By itself it forgets: each vector pulls the readout to
/// its own class. With a memory, every vector is learned together with one that is drawn for each other class.
/// </summary>
/// <param name="size">Length of a vector.</param>
/// <param name="rate">Learning rate, above 0.</param>
/// <param name="memory">Where rehearsed vectors come from and new ones go; null for none.</param>
/// <param name="rounds">How often a vector is learned when it comes, each time with other rehearsed ones.</param>
public sealed class DeltaReadout(int size, float rate = .5f, LatentMemory? memory = null, int rounds = 3) : IContinualReadout
{
    private readonly List<float[]> weights = []; // the bias last
    private readonly float[] drawn = new float[size];
    private double[] shares = [];

    /// <inheritdoc/>
    public int Classes => weights.Count;

    /// <inheritdoc/>
    public int AddClass()
    {
        weights.Add(new float[size + 1]);
        memory?.AddClass();
        shares = new double[weights.Count];
        return weights.Count - 1;
    }

    /// <inheritdoc/>
    public void Learn(ReadOnlySpan<float> vector, int label)
    {
        for (int round = 0; round < rounds; round++)
        {
            Step(vector, label);
            for (int c = 0; memory is not null && c < Classes; c++)
            {
                if (c != label && memory.CountOf(c) > 0)
                {
                    memory.Draw(c, drawn);
                    Step(drawn, c);
                }
            }
        }

        memory?.Offer(vector, label);
    }

    /// <inheritdoc/>
    public double Score(ReadOnlySpan<float> vector, Span<double> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, size);
        double best = double.NegativeInfinity;
        for (int c = 0; c < scores.Length; c++)
        {
            float[] w = weights[c];
            double score = w[size];
            for (int i = 0; i < vector.Length; i++)
            {
                score += w[i] * vector[i];
            }

            scores[c] = score;
            best = Math.Max(best, score);
        }

        double sum = 0;
        foreach (double score in scores)
        {
            sum += Math.Exp(score - best);
        }

        return 1 - (1 / sum); // one minus the largest share
    }

    private void Step(ReadOnlySpan<float> vector, int label)
    {
        Score(vector, shares);
        double largest = shares.Max();
        double sum = 0;
        for (int c = 0; c < shares.Length; c++)
        {
            shares[c] = Math.Exp(shares[c] - largest);
            sum += shares[c];
        }

        for (int c = 0; c < shares.Length; c++)
        {
            float change = rate * ((c == label ? 1 : 0) - (float)(shares[c] / sum));
            float[] w = weights[c];
            w[size] += change * .1f;
            for (int i = 0; i < vector.Length; i++)
            {
                w[i] += change * vector[i];
            }
        }
    }
}
