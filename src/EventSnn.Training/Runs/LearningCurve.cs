using System.Globalization;
using System.Text;
using EventSnn.Training.Pictures;

namespace EventSnn.Training.Runs;

/// <summary>A learning curve as CSV and as a picture.</summary>
public static class LearningCurve
{
    /// <summary>One line per epoch, with a heading.</summary>
    /// <param name="curve">The epochs.</param>
    /// <returns>CSV with full precision.</returns>
    public static string ToCsv(IReadOnlyList<EpochFigures> curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        int layers = curve.Count == 0 ? 0 : curve[0].Loss.Count;
        var text = new StringBuilder("epoch,samples,seconds,learning_accuracy,validation_accuracy");
        for (int i = 1; i <= layers; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $",loss_{i},validation_accuracy_{i},spike_rate_{i}");
        }

        text.Append('\n');
        foreach (EpochFigures e in curve)
        {
            text.Append(CultureInfo.InvariantCulture, $"{e.Epoch},{e.Samples},{e.Seconds:F1},{e.LearningAccuracy:R},{e.ValidationAccuracy:R}");
            for (int i = 0; i < layers; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $",{e.Loss[i]:R},{e.ValidationLayers?[i]:R},{e.SpikeRates[i]:R}");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Accuracy over clips learned from.</summary>
    /// <param name="curve">The epochs.</param>
    /// <returns>An SVG picture.</returns>
    public static string ToSvg(IReadOnlyList<EpochFigures> curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        List<ChartLine> lines = [new("while learning", [.. curve.Select(e => ((double)e.Samples, e.LearningAccuracy))])];
        if (curve.Any(e => e.ValidationAccuracy is not null))
        {
            lines.Add(new("validation", [.. curve.Where(e => e.ValidationAccuracy is not null).Select(e => ((double)e.Samples, e.ValidationAccuracy!.Value))]));
        }

        return SvgChart.Draw("Learning curve", "clips learned from", "accuracy", lines, 1);
    }
}
