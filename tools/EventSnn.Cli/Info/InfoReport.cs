using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Sensors;
using EventSnn.Recordings.Summary;

namespace EventSnn.Cli.Info;

/// <summary>The JSON of <c>eventsnn info --json</c>. Times in microseconds, rates in events per second.</summary>
/// <param name="File">The path as given.</param>
/// <param name="Format">The format's name.</param>
/// <param name="FormatDetail">Version, variant, compression.</param>
/// <param name="Width">Columns; null where unknown.</param>
/// <param name="Height">Rows; null where unknown.</param>
/// <param name="SizeFrom">Where the size is known from.</param>
/// <param name="Events">Events delivered.</param>
/// <param name="On">Of these ON.</param>
/// <param name="Off">Of these OFF.</param>
/// <param name="FirstTimestamp">Time of the first event; null without events.</param>
/// <param name="LastTimestamp">Time of the last event; null without events.</param>
/// <param name="BackwardTimestamps">Events whose time is smaller than that of the event before.</param>
/// <param name="TimestampResets">Clock resets that the file tells of.</param>
/// <param name="Skipped">Pixel-event records that are not delivered.</param>
/// <param name="SkippedBy">The same by reason; reasons that do not occur are left out.</param>
/// <param name="Missing">Pixel events that the packet in which the file breaks off announces and does not hold whole.</param>
/// <param name="OutsideRange">Events outside the range of time that was asked for.</param>
/// <param name="PassedOver">Of these, those that were not even read.</param>
/// <param name="OtherItems">Items that are not pixel events, by name.</param>
/// <param name="Camera">The camera that the file names.</param>
/// <param name="Duration">From the smallest to the largest time.</param>
/// <param name="MeanRate">Events per second over the duration.</param>
/// <param name="PeakRate">Events per second in the busiest 10 ms.</param>
/// <param name="Gaps">Silences of at least one second.</param>
/// <param name="LargestGap">The longest silence.</param>
/// <param name="HotPixels">Pixels that fire far more often than the others.</param>
/// <param name="Warnings">Faults that were passed over; the first 100.</param>
/// <param name="WarningCount">All faults that were passed over.</param>
/// <param name="Digest">The content digest.</param>
public sealed record InfoReport(
    string File, string Format, string FormatDetail, int? Width, int? Height, SizeOrigin SizeFrom, long Events, long On, long Off,
    long? FirstTimestamp, long? LastTimestamp, long BackwardTimestamps, long TimestampResets, long Skipped,
    IReadOnlyDictionary<string, long> SkippedBy, long Missing, long OutsideRange, long PassedOver, IReadOnlyList<OtherItems> OtherItems, string? Camera, long Duration,
    double MeanRate, double PeakRate, long Gaps, long LargestGap, IReadOnlyList<HotPixel> HotPixels,
    IReadOnlyList<string> Warnings, long WarningCount, string Digest)
{
    /// <summary>Makes the report of a summary.</summary>
    /// <param name="file">The path as given.</param>
    /// <param name="summary">The summary.</param>
    /// <returns>The report.</returns>
    public static InfoReport From(string file, RecordingSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        RecordingCounters counters = summary.Counters;
        return new InfoReport(
            file, summary.Format, summary.FormatDetail, summary.Size.Size?.Width, summary.Size.Size?.Height, summary.Size.Origin,
            counters.Delivered, counters.On, counters.Off, counters.FirstTimestamp, counters.LastTimestamp,
            counters.BackwardTimestamps, counters.TimestampResets, counters.Skipped,
            Enum.GetValues<SkipReason>().Where(r => counters.SkippedFor(r) > 0).ToDictionary(r => char.ToLowerInvariant(r.ToString()[0]) + r.ToString()[1..], counters.SkippedFor),
            counters.Missing, counters.OutsideRange + counters.PassedOver, counters.PassedOver, summary.OtherItems, summary.Camera, summary.Duration,
            Math.Round(summary.MeanRate, 1), summary.PeakRate, summary.Gaps, summary.LargestGap, summary.HotPixels,
            [.. summary.Warnings.Select(w => w.ToString())], summary.WarningCount, summary.Digest);
    }
}
