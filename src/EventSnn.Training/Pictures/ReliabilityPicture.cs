using System.Globalization;
using System.Text;
using EventSnn.Training.Evaluation;

namespace EventSnn.Training.Pictures;

/// <summary>The pictures of an evaluation and the data beside them.</summary>
public static class ReliabilityPicture
{
    /// <summary>Accuracy over confidence; the diagonal is a confidence that means what it says.</summary>
    /// <param name="calibration">The calibration.</param>
    /// <returns>An SVG picture.</returns>
    public static string ToSvg(Calibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        return SvgChart.Draw(
            string.Create(CultureInfo.InvariantCulture, $"Reliability (ECE {calibration.ExpectedError:F3})"),
            "confidence",
            "accuracy",
            [new("what it should be", [(0, 0), (1, 1)]), new("found", [.. calibration.Bins.Where(b => b.Count > 0).Select(b => (b.Confidence, b.Accuracy))])],
            1);
    }

    /// <summary>The bins, one per line, with a heading.</summary>
    /// <param name="calibration">The calibration.</param>
    /// <returns>CSV.</returns>
    public static string ToCsv(Calibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        var text = new StringBuilder("from,to,count,confidence,accuracy\n");
        foreach (CalibrationBin b in calibration.Bins)
        {
            text.Append(CultureInfo.InvariantCulture, $"{b.From:R},{b.To:R},{b.Count},{b.Confidence:R},{b.Accuracy:R}\n");
        }

        return text.ToString();
    }
}
