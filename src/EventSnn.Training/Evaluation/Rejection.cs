namespace EventSnn.Training.Evaluation;

/// <summary>How well clips of unknown classes are told from known ones by a confidence.</summary>
/// <param name="Auroc">The probability that a known clip has a higher confidence than an unknown one; ties count half. .5 is chance, 1 is best.</param>
/// <param name="FalsePositiveRateAt95">FPR@95: the share of unknown clips that is accepted where 95 % of the known ones are; 0 is best.</param>
/// <param name="Known">Number of known clips.</param>
/// <param name="Unknown">Number of unknown clips.</param>
public sealed record Rejection(double Auroc, double FalsePositiveRateAt95, int Known, int Unknown)
{
    /// <summary>Computes it.</summary>
    /// <param name="known">Confidences of clips of known classes.</param>
    /// <param name="unknown">Confidences of clips of unknown classes.</param>
    /// <returns>The figures; null where one of the two is empty.</returns>
    public static Rejection? Of(IReadOnlyList<double> known, IReadOnlyList<double> unknown)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(unknown);
        if (known.Count == 0 || unknown.Count == 0)
        {
            return null;
        }

        double wins = 0;
        foreach (double k in known)
        {
            foreach (double u in unknown)
            {
                wins += k > u ? 1 : k == u ? .5 : 0;
            }
        }

        double[] falling = [.. known.OrderDescending()];
        double threshold = falling[(int)Math.Ceiling(.95 * falling.Length) - 1];
        double accepted = unknown.Count(u => u >= threshold);
        return new Rejection(wins / ((double)known.Count * unknown.Count), accepted / unknown.Count, known.Count, unknown.Count);
    }
}
