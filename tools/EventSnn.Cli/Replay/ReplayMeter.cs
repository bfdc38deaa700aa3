using System.Diagnostics;
using EventSnn.Recordings.Reading;

namespace EventSnn.Cli.Replay;

/// <summary>Events per second and real-time factor of a replay, measured on the reading thread and shown by another.</summary>
public sealed class ReplayMeter
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private long events;
    private long eventTime;
    private double fraction;

    /// <summary>Events read so far.</summary>
    public long Events => Interlocked.Read(ref events);

    /// <summary>Event time read so far, in microseconds.</summary>
    public long EventMicroseconds => Interlocked.Read(ref eventTime);

    /// <summary>The part of the file that is read, 0 to 1.</summary>
    public double Fraction => Volatile.Read(ref fraction);

    /// <summary>Host time since the start.</summary>
    public TimeSpan Elapsed => clock.Elapsed;

    /// <summary>Events per second of host time.</summary>
    public double EventsPerSecond => Events / Math.Max(clock.Elapsed.TotalSeconds, 1e-6);

    /// <summary>Event time per host time; above 1 is faster than the camera was.</summary>
    public double RealTimeFactor => EventMicroseconds / 1e6 / Math.Max(clock.Elapsed.TotalSeconds, 1e-6);

    /// <summary>Takes the reader's position.</summary>
    /// <param name="reader">The reader, on its own thread.</param>
    public void Update(RecordingReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Interlocked.Exchange(ref events, reader.Counters.Delivered);
        if (reader.Counters is { FirstTimestamp: { } first, LastTimestamp: { } last })
        {
            Interlocked.Exchange(ref eventTime, Math.Max(0, last - first));
        }

        Volatile.Write(ref fraction, reader.ByteLength is > 0 and { } length ? (double)reader.BytePosition / length : 0);
    }
}
