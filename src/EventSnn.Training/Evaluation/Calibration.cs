namespace EventSnn.Training.Evaluation;

/// <summary>Whether a confidence of 80 % is right in 80 % of the cases.</summary>
/// <param name="ExpectedError">ECE (Naeini et al. 2015): mean of |accuracy - confidence| over bins, weighted by their predictions; 0 is best.</param>
/// <param name="Bins">The bins of the reliability picture.</param>
public sealed record Calibration(double ExpectedError, IReadOnlyList<CalibrationBin> Bins)
{
    /// <summary>Computes it.</summary>
    /// <param name="predictions">Confidence in [0, 1] and whether the prediction was right.</param>
    /// <param name="bins">Number of equal intervals.</param>
    /// <returns>The calibration; null without predictions.</returns>
    public static Calibration? Of(IReadOnlyCollection<(double Confidence, bool Right)> predictions, int bins = 10)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (predictions.Count == 0)
        {
            return null;
        }

        var count = new int[bins];
        var right = new int[bins];
        var confidence = new double[bins];
        foreach ((double c, bool r) in predictions)
        {
            int bin = Math.Clamp((int)(c * bins), 0, bins - 1);
            count[bin]++;
            right[bin] += r ? 1 : 0;
            confidence[bin] += c;
        }

        double error = 0;
        var result = new CalibrationBin[bins];
        for (int b = 0; b < bins; b++)
        {
            int n = Math.Max(1, count[b]);
            error += Math.Abs(right[b] - confidence[b]) / predictions.Count;
            result[b] = new CalibrationBin((double)b / bins, (b + 1.0) / bins, count[b], confidence[b] / n, (double)right[b] / n);
        }

        return new Calibration(error, result);
    }
}
