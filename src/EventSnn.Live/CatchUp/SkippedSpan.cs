using EventSnn.Events.Streams;

namespace EventSnn.Live.CatchUp;

/// <summary>The time that is being passed over now, and all that was: from where, and with how many events. Not safe for concurrent use.</summary>
/// <param name="who">Who passes over it, for people.</param>
/// <param name="tell">Told of it, at most once a second.</param>
internal sealed class SkippedSpan(string who, Action<StreamNotice> tell)
{
    private readonly SkipReport report = new(who, tell);
    private long? from;
    private long pending;

    /// <summary>Events passed over so far, those of the span that is open too.</summary>
    public long Events => report.Events + pending;

    /// <summary>Seconds of event time passed over, without the span that is open.</summary>
    public double Seconds => report.Microseconds * 1e-6;

    /// <summary>Opens a span where none is open.</summary>
    /// <param name="last">The last event time that was looked at; 0 before the first event.</param>
    public void Begin(long last) => from ??= last;

    /// <summary>Counts events of the open span.</summary>
    /// <param name="events">How many.</param>
    public void Add(int events) => pending += events;

    /// <summary>Closes the span, where one is open, and counts it.</summary>
    /// <param name="now">The event time at which looking goes on.</param>
    /// <param name="microseconds">Receives its length; 0 where nothing was there before the first event.</param>
    /// <returns>False where none was open.</returns>
    public bool End(long now, out long microseconds)
    {
        microseconds = from is { } begin and > 0 ? Math.Max(0, now - begin) : 0;
        if (from is null)
        {
            return false;
        }

        report.Skipped(microseconds, 0, pending);
        from = null;
        pending = 0;
        return true;
    }

    /// <summary>Tells what was not told yet, where a second has passed.</summary>
    /// <param name="now">Event time.</param>
    public void Show(long now) => report.Show(now);

    /// <summary>Tells what was not told yet.</summary>
    /// <param name="now">Event time.</param>
    public void Flush(long now) => report.Flush(now);
}
