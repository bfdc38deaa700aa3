namespace EventSnn.Networks.Continual;

/// <summary>
/// Makes probabilities of scores: softmax(scores / T), T such that the classes that really came were as probable as said (least
/// negative log-likelihood; Guo et al. 2017), over the latest predictions that were made before the class was learned from.
/// </summary>
/// <param name="first">T until enough predictions have come.</param>
public sealed class TemperatureFit(double first)
{
    private const int Kept = 400;
    private readonly Queue<(double[] Scores, int Label)> latest = new();

    /// <summary>T.</summary>
    public double Temperature { get; private set; } = first;

    /// <summary>Adds a prediction.</summary>
    /// <param name="scores">The scores, from before the class was learned from.</param>
    /// <param name="label">What it was.</param>
    public void Add(ReadOnlySpan<double> scores, int label)
    {
        latest.Enqueue((scores.ToArray(), label));
        if (latest.Count > Kept)
        {
            latest.Dequeue();
        }
    }

    /// <summary>A copy.</summary>
    /// <returns>A fit of its own, with the same predictions.</returns>
    public TemperatureFit Copy()
    {
        var copy = new TemperatureFit(Temperature);
        foreach ((double[] scores, int label) in latest)
        {
            copy.Add(scores, label);
        }

        return copy;
    }

    /// <summary>Fits by golden section on the logarithm of T; with few predictions T stays as it is.</summary>
    public void Fit()
    {
        if (latest.Count < 30)
        {
            return;
        }

        double low = Math.Log(.5);
        double high = Math.Log(500);
        const double Ratio = .6180339887;
        while (high - low > .02)
        {
            double a = high - (Ratio * (high - low));
            double b = low + (Ratio * (high - low));
            if (Loss(Math.Exp(a)) < Loss(Math.Exp(b)))
            {
                high = b;
            }
            else
            {
                low = a;
            }
        }

        Temperature = Math.Exp((low + high) / 2);
    }

    /// <summary>Makes shares of scores.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="temperature">T, above 0.</param>
    /// <param name="target">As long: shares whose sum is 1.</param>
    public static void Softmax(ReadOnlySpan<double> scores, double temperature, Span<double> target)
    {
        double best = double.NegativeInfinity;
        foreach (double score in scores)
        {
            best = Math.Max(best, score);
        }

        double sum = 0;
        for (int c = 0; c < scores.Length; c++)
        {
            target[c] = double.IsNegativeInfinity(scores[c]) ? 0 : Math.Exp((scores[c] - best) / temperature);
            sum += target[c];
        }

        for (int c = 0; c < target.Length; c++)
        {
            target[c] = sum > 0 ? target[c] / sum : 0;
        }
    }

    private double Loss(double temperature)
    {
        double loss = 0;
        foreach ((double[] scores, int label) in latest)
        {
            var shares = new double[scores.Length];
            Softmax(scores, temperature, shares);
            loss -= Math.Log(Math.Max(shares[label], 1e-9));
        }

        return loss;
    }
}
