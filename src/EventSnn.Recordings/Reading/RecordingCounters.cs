namespace EventSnn.Recordings.Reading;

/// <summary>What a reader has delivered and passed over so far. Every pixel-event record of the file is in exactly one count.</summary>
public sealed class RecordingCounters
{
    private readonly long[] skipped = new long[Enum.GetValues<SkipReason>().Length];

    /// <summary>Events delivered.</summary>
    public long Delivered { get; internal set; }

    /// <summary>Events that were decoded and lie outside <see cref="ReadOptions.From"/> and <see cref="ReadOptions.To"/>.</summary>
    public long OutsideRange { get; internal set; }

    /// <summary>Events outside the range that were not decoded, because an index or a table in the file tells that they lie outside.</summary>
    public long PassedOver { get; internal set; }

    /// <summary>Delivered events of polarity ON.</summary>
    public long On { get; internal set; }

    /// <summary>Delivered events of polarity OFF.</summary>
    public long Off => Delivered - On;

    /// <summary>Delivered events whose time is smaller than that of the event before.</summary>
    public long BackwardTimestamps { get; internal set; }

    /// <summary>Pixel events that the packet in which the file breaks off announces and does not hold whole; 0 where the format announces nothing (counted for AEDAT 3.1).</summary>
    public long Missing { get; internal set; }

    /// <summary>Time resets that the file tells of.</summary>
    public long TimestampResets { get; internal set; }

    /// <summary>Time of the first delivered event in microseconds; null while there is none.</summary>
    public long? FirstTimestamp { get; internal set; }

    /// <summary>Time of the last delivered event in microseconds; null while there is none.</summary>
    public long? LastTimestamp { get; internal set; }

    /// <summary>Pixel-event records that were not delivered, for any reason.</summary>
    public long Skipped
    {
        get
        {
            long sum = 0;
            foreach (long count in skipped)
            {
                sum += count;
            }

            return sum;
        }
    }

    /// <summary>Pixel-event records that were not delivered for one reason.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns>The count.</returns>
    public long SkippedFor(SkipReason reason) => skipped[(int)reason];

    internal void Skip(SkipReason reason, long count) => skipped[(int)reason] += count;
}
