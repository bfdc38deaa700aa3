namespace EventSnn.Training.Evaluation;

/// <summary>The same figure over several seeds or folds.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The sample standard deviation (n - 1); null for one value.</param>
/// <param name="Values">The values.</param>
public sealed record SeedSummary(double Mean, double? Deviation, IReadOnlyList<double> Values)
{
    /// <summary>Computes it.</summary>
    /// <param name="values">At least one value.</param>
    /// <returns>The summary.</returns>
    public static SeedSummary Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfZero(values.Count, nameof(values));
        double mean = values.Average();
        return new SeedSummary(mean, values.Count < 2 ? null : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1)), values);
    }
}
