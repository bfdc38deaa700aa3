using EventSnn.Events.Batches;
using EventSnn.Recordings.Digest;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Seeking;
using EventSnn.Recordings.Sensors;

namespace EventSnn.Recordings.Summary;

/// <summary>Everything worth knowing about a recording, found by reading it through once, in constant memory.</summary>
public sealed class RecordingSummary
{
    private RecordingSummary(RecordingReader reader) => Reader = reader;

    /// <summary>The format's name.</summary>
    public string Format => Reader.Format;

    /// <summary>Version, variant, compression.</summary>
    public string FormatDetail => Reader.FormatDetail;

    /// <summary>The camera that the file names; null where it names none.</summary>
    public string? Camera => Reader.Camera;

    /// <summary>The sensor and where its size is known from.</summary>
    public KnownSize Size { get; private set; }

    /// <summary>Events delivered and skipped, times, backward steps, resets.</summary>
    public RecordingCounters Counters => Reader.Counters;

    /// <summary>Items that are not pixel events.</summary>
    public IReadOnlyList<OtherItems> OtherItems => Reader.OtherItems;

    /// <summary>The first faults that were passed over.</summary>
    public IReadOnlyList<RecordingWarning> Warnings => Reader.Warnings;

    /// <summary>All faults that were passed over.</summary>
    public long WarningCount => Reader.WarningCount;

    /// <summary>How a range of time was found.</summary>
    public TimeIndexUse IndexUse => Reader.IndexUse;

    /// <summary>Why an index could not be kept; null where it was, or none was wanted.</summary>
    public string? IndexFault => Reader.IndexFault;

    /// <summary>From the smallest to the largest time in microseconds; 0 without events.</summary>
    public long Duration { get; private set; }

    /// <summary>Events per second over the whole duration; 0 where that is 0.</summary>
    public double MeanRate { get; private set; }

    /// <summary>Events per second in the busiest 10 ms.</summary>
    public double PeakRate { get; private set; }

    /// <summary>Silences of at least one second.</summary>
    public long Gaps { get; private set; }

    /// <summary>The longest silence in microseconds.</summary>
    public long LargestGap { get; private set; }

    /// <summary>Pixels that fire more than 20 times as often as the median of the active ones, at most ten, the hottest first.</summary>
    public IReadOnlyList<HotPixel> HotPixels { get; private set; } = [];

    /// <summary>The content digest.</summary>
    public string Digest { get; private set; } = string.Empty;

    private RecordingReader Reader { get; }

    /// <summary>Reads a recording through.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <param name="progress">Is told after every batch how many of how many bytes are read; null for nobody.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns>The summary.</returns>
    /// <exception cref="RecordingException">The file cannot be read, or has a fault and the options are strict.</exception>
    public static RecordingSummary Read(
        string path, ReadOptions? options = null, Action<long, long?>? progress = null, CancellationToken cancellation = default)
    {
        using RecordingReader reader = Recording.Open(path, options);
        using EventBatch batch = EventBatchPool.Shared.Rent();
        using ContentDigest digest = new();
        PixelCounts pixels = new();
        RateTrack rate = new();
        int maximumX = 0;
        int maximumY = 0;
        while (reader.Read(batch))
        {
            cancellation.ThrowIfCancellationRequested();
            digest.Add(batch);
            pixels.Add(batch);
            rate.Add(batch);
            ColumnFacts facts = ColumnFacts.Of(batch);
            maximumX = Math.Max(maximumX, facts.LargestX);
            maximumY = Math.Max(maximumY, facts.LargestY);
            progress?.Invoke(reader.BytePosition, reader.ByteLength);
        }

        bool empty = reader.Counters.Delivered == 0;
        long duration = empty ? 0 : rate.Latest - rate.Earliest;
        return new RecordingSummary(reader)
        {
            Size = KnownSize.Of(reader, options, maximumX, maximumY),
            Duration = duration,
            MeanRate = duration == 0 ? 0 : reader.Counters.Delivered * 1e6 / duration,
            PeakRate = rate.PeakRate,
            Gaps = rate.Gaps,
            LargestGap = rate.LargestGap,
            HotPixels = pixels.Hot(10),
            Digest = digest.Finish(),
        };
    }
}
