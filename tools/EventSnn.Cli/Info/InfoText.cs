using System.Globalization;
using EventSnn.Cli.Shell;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Sensors;
using EventSnn.Recordings.Summary;
using Spectre.Console;

namespace EventSnn.Cli.Info;

/// <summary>Prints a summary for people.</summary>
internal static class InfoText
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>Prints.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="file">The path as given.</param>
    /// <param name="summary">The summary.</param>
    public static void Write(CommandOutput output, string file, RecordingSummary summary)
    {
        RecordingCounters counters = summary.Counters;
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        Row(grid, "file", file);
        Row(grid, "format", summary.FormatDetail);
        Row(grid, "sensor", Sensor(summary));
        Row(grid, "events", $"{N(counters.Delivered)} ({N(counters.On)} on, {N(counters.Off)} off)");
        if (counters.FirstTimestamp is { } first && counters.LastTimestamp is { } last)
        {
            Row(grid, "time", $"{N(first)} to {N(last)} us, {(summary.Duration / 1e6).ToString("0.######", Plain)} s");
            Row(grid, "rate", $"{N((long)summary.MeanRate)} events/s on average, {N((long)summary.PeakRate)} in the busiest 10 ms");
            Row(grid, "silence", $"{N(summary.LargestGap)} us at the longest; {N(summary.Gaps)} of a second or more");
        }

        Row(grid, "time order", $"{N(counters.BackwardTimestamps)} steps back, {N(counters.TimestampResets)} resets");
        string reasons = string.Join(", ", Enum.GetValues<SkipReason>().Where(r => counters.SkippedFor(r) > 0).Select(r => $"{N(counters.SkippedFor(r))} {Words(r)}"));
        Row(grid, "skipped", counters.Skipped == 0 ? "0" : $"{N(counters.Skipped)} record{(counters.Skipped == 1 ? string.Empty : "s")} ({reasons})");
        if (counters.OutsideRange + counters.PassedOver > 0)
        {
            Row(grid, "outside range", $"{N(counters.OutsideRange + counters.PassedOver)} events before --from or from --to on, {N(counters.PassedOver)} of them not even read");
        }

        if (counters.Missing > 0)
        {
            Row(grid, "missing", $"{N(counters.Missing)} events of the packet in which the file breaks off; what came behind it is not known");
        }

        if (summary.OtherItems.Count > 0)
        {
            Row(grid, "other items", string.Join(", ", summary.OtherItems.Select(o => $"{N(o.Count)} {o.Name}")));
        }

        if (summary.HotPixels.Count > 0)
        {
            Row(grid, "hot pixels", string.Join(", ", summary.HotPixels.Select(h => $"({h.X}, {h.Y}) {N(h.Events)}")));
        }

        Row(grid, "digest", summary.Digest);
        output.Human.Write(grid);
        foreach (RecordingWarning warning in summary.Warnings.Take(10))
        {
            output.Warn($"{file}, {warning}");
        }

        if (summary.WarningCount > 10)
        {
            output.Warn($"{file}: {summary.WarningCount - 10} further faults; --json lists up to 100, --strict stops at the first");
        }
    }

    private static string Sensor(RecordingSummary summary)
    {
        string camera = summary.Camera is { } name ? $", {name}" : string.Empty;
        return summary.Size.Origin switch
        {
            SizeOrigin.Unknown => $"unknown{camera}",
            SizeOrigin.Assumed => $"{summary.Size.Size}, assumed: the file tells no size and this is the smallest usual sensor that holds its events (else give --size WxH){camera}",
            SizeOrigin.Layout => $"{summary.Size.Size}, from the layout of DvsGesture{camera}",
            SizeOrigin.Option => $"{summary.Size.Size}, as given{camera}",
            _ => $"{summary.Size.Size}{camera}",
        };
    }

    private static string Words(SkipReason reason) => reason switch
    {
        SkipReason.Invalid => "marked invalid",
        SkipReason.NotAPixel => "frame, IMU or trigger words",
        SkipReason.BeforeFirstTime => "before the first time word",
        SkipReason.OutsideSensor => "outside the sensor",
        SkipReason.Damaged => "damaged",
        _ => "reserved",
    };

    private static void Row(Grid grid, string name, string value) => grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(value));

    private static string N(long number) => number.ToString("N0", Plain);
}
