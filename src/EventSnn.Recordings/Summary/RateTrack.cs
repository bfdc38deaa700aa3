using EventSnn.Events.Batches;

namespace EventSnn.Recordings.Summary;

/// <summary>Follows the rate of events and the gaps between them.</summary>
internal sealed class RateTrack
{
    /// <summary>A silence of at least so many microseconds counts as a gap.</summary>
    public const long GapThreshold = 1_000_000;

    private const long Window = 10_000;
    private long window = long.MinValue;
    private long inWindow;
    private long previous;
    private bool started;

    /// <summary>The most events in a window of 10 ms.</summary>
    public long PeakInWindow { get; private set; }

    /// <summary>Gaps of at least <see cref="GapThreshold"/>.</summary>
    public long Gaps { get; private set; }

    /// <summary>The longest time between two events in microseconds.</summary>
    public long LargestGap { get; private set; }

    /// <summary>The smallest time.</summary>
    public long Earliest { get; private set; } = long.MaxValue;

    /// <summary>The largest time.</summary>
    public long Latest { get; private set; } = long.MinValue;

    /// <summary>The peak rate in events per second.</summary>
    public double PeakRate => PeakInWindow * (1e6 / Window);

    /// <summary>Adds events.</summary>
    public void Add(EventBatch batch)
    {
        foreach (long t in batch.Timestamps)
        {
            long own = t / Window;
            inWindow = own == window ? inWindow + 1 : 1;
            window = own;
            PeakInWindow = Math.Max(PeakInWindow, inWindow);
            long gap = started ? t - previous : 0;
            LargestGap = Math.Max(LargestGap, gap);
            Gaps += gap >= GapThreshold ? 1 : 0;
            Earliest = Math.Min(Earliest, t);
            Latest = Math.Max(Latest, t);
            previous = t;
            started = true;
        }
    }
}
