using EventSnn.Events.Streams;

namespace EventSnn.Live.CatchUp;

/// <summary>
/// Counts what was skipped or not learned from, and shows it: at once where nothing was shown for a second of event time, else together at the end of that
/// second. A machine that is always behind skips twenty times a second; as many lines would tell a person less.
/// </summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class SkipReport(string who, Action<StreamNotice> tell)
{
    private const long EveryMicroseconds = 1_000_000;
    private long shownAt = long.MinValue;
    private long microseconds;
    private long steps;
    private long events;
    private long spared;

    /// <summary>All event time that was skipped, in microseconds.</summary>
    public long Microseconds { get; private set; }

    /// <summary>All events that were in it.</summary>
    public long Events { get; private set; }

    /// <summary>Counts skipped time.</summary>
    /// <param name="timeMicroseconds">How much.</param>
    /// <param name="stepCount">Steps that were not taken.</param>
    /// <param name="eventCount">Events that were in them.</param>
    public void Skipped(long timeMicroseconds, long stepCount, long eventCount)
    {
        Microseconds += timeMicroseconds;
        Events += eventCount;
        microseconds += timeMicroseconds;
        steps += stepCount;
        events += eventCount;
    }

    /// <summary>Counts a labelled step that did not learn.</summary>
    public void Spared() => spared++;

    /// <summary>Shows what has gathered, if it is time to.</summary>
    /// <param name="timestamp">The event time.</param>
    public void Show(long timestamp)
    {
        if (shownAt == long.MinValue || timestamp < shownAt || timestamp - shownAt >= EveryMicroseconds)
        {
            Flush(timestamp);
        }
    }

    /// <summary>Shows what has gathered.</summary>
    /// <param name="timestamp">The event time.</param>
    public void Flush(long timestamp)
    {
        if (microseconds > 0)
        {
            string what = steps > 0 ? $"{steps} step{(steps == 1 ? string.Empty : "s")}, {microseconds / 1000.0:0.#} ms" : $"{microseconds / 1000.0:0.#} ms";
            tell(new StreamNotice(NoticeKind.TimeSkipped, timestamp, microseconds, $"{who} skipped {what} with {events} events, to stay with what happens now."));
            shownAt = timestamp;
        }

        if (spared > 0)
        {
            tell(new StreamNotice(NoticeKind.LearningSkipped, timestamp, spared, $"{who} did not learn from {spared} labelled step{(spared == 1 ? string.Empty : "s")}, to stay with what happens now."));
            shownAt = timestamp;
        }

        microseconds = 0;
        steps = 0;
        events = 0;
        spared = 0;
    }
}
