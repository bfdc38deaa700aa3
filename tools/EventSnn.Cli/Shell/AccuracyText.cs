using System.Globalization;
using EventSnn.Networks.Evaluation;

namespace EventSnn.Cli.Shell;

/// <summary>How an accuracy is written for people, everywhere the same.</summary>
public static class AccuracyText
{
    /// <summary>A share in percent, with one digit behind the point.</summary>
    /// <param name="share">0 to 1.</param>
    /// <returns>As <c>45.5 %</c>.</returns>
    public static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture) + " %";

    /// <summary>What was right, in counts and percent.</summary>
    /// <param name="matrix">At least one sample.</param>
    /// <param name="what">What is counted, as <c> clips</c>; empty for nothing.</param>
    /// <returns>As <c>5 of 11 right (45.5 %)</c>.</returns>
    public static string Of(ConfusionMatrix matrix, string what = "")
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return $"{matrix.Correct} of {matrix.Samples}{what} right ({Percent(matrix.Accuracy ?? 0)})";
    }

    /// <summary>How many samples guessing would get right, every class being as likely.</summary>
    /// <param name="matrix">The counts.</param>
    /// <returns>As <c>2</c> or <c>0.9</c>.</returns>
    public static string Guessing(ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return ((double)matrix.Samples / matrix.Classes).ToString("0.#", CultureInfo.InvariantCulture);
    }
}
