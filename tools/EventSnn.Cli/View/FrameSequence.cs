using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Reading;

namespace EventSnn.Cli.View;

/// <summary>Cuts a recording into pictures of equal length.</summary>
/// <param name="reader">The recording, unread.</param>
/// <param name="size">The sensor.</param>
/// <param name="skip">Microseconds behind the first event where the first picture begins.</param>
/// <param name="length">Microseconds in a picture.</param>
/// <param name="tau">Time constant of a time surface in microseconds; null for accumulated frames.</param>
public sealed class FrameSequence(RecordingReader reader, SensorSize size, long skip, long length, double? tau)
{
    private readonly EventBatch batch = new EventBatchPool(EventBatchPool.DefaultCapacity, 1).Rent();
    private int next;
    private bool started;

    /// <summary>The events of the picture.</summary>
    public EventCanvas Canvas { get; } = new(size);

    /// <summary>When the picture begins, in microseconds.</summary>
    public long Start { get; private set; }

    private long End => length == long.MaxValue ? long.MaxValue : Start + length;

    /// <summary>Gathers the next picture.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>False where no event is left.</returns>
    public bool Next(CancellationToken cancellation)
    {
        if (started)
        {
            Start = End;
        }

        if (tau is null)
        {
            Canvas.Clear();
        }

        bool any = false;
        while (next < batch.Count || Refill(cancellation))
        {
            long t = batch.Timestamps[next];
            if (t >= End)
            {
                return true;
            }

            if (t >= Start)
            {
                Canvas.Add(t, batch.X[next], batch.Y[next], batch.Polarities[next]);
                any = true;
            }

            next++;
        }

        return any;
    }

    /// <summary>Paints the picture.</summary>
    /// <returns>An accumulated frame or a time surface.</returns>
    public Picture Paint() => tau is { } constant
        ? Canvas.Surface(length == long.MaxValue ? reader.Counters.LastTimestamp ?? Start : End, constant) : Canvas.Frame();

    private bool Refill(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        next = 0;
        bool more = reader.Read(batch);
        if (more && !started)
        {
            started = true;
            Start = batch.Timestamps[0] + skip;
        }

        return more;
    }
}
