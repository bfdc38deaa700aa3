using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Recordings.Reading;
using EventSnn.Streaming.Operators;
using EventSnn.Streaming.Sources;

namespace EventSnn.Cameras.Replay;

/// <summary>A recording that plays again and again, as if a camera saw it: later rounds go on in time.</summary>
public static class ReplayCamera
{
    /// <summary>The silence between two rounds in microseconds.</summary>
    public const long PauseMicroseconds = 500_000;

    /// <summary>Makes the stream.</summary>
    /// <param name="open">Opens the recording; called for every round.</param>
    /// <param name="size">The sensor.</param>
    /// <param name="speed">Event seconds per second; null for as fast as it goes.</param>
    /// <param name="pool">Where batches come from; null for the process's.</param>
    /// <returns>The stream; it ends only where the recording holds no event.</returns>
    public static EventStream<Endless> Stream(Func<RecordingReader> open, SensorSize size, double? speed, EventBatchPool? pool = null)
    {
        ArgumentNullException.ThrowIfNull(open);
        EventBatchPool batches = pool ?? EventBatchPool.Shared;
        var stream = new EventStream<Endless>(size, SourceThread.Run("replay", (observer, stop) => Run(open, batches, observer, stop)));
        return speed is { } factor ? stream.Pace(factor, pool: pool) : stream;
    }

    private static void Run(Func<RecordingReader> open, EventBatchPool batches, IObserver<StreamItem> observer, CancellationToken stop)
    {
        long shift = 0;
        long events = 1;
        while (events > 0 && !stop.IsCancellationRequested)
        {
            using RecordingReader reader = open();
            long by = shift;
            ReaderPump.Play(reader, batches, observer.OnNext, batch => Shift(batch, by, batches, observer), stop);
            events = reader.Counters.Delivered;
            shift += (reader.Counters.LastTimestamp - reader.Counters.FirstTimestamp + PauseMicroseconds) ?? 0;
        }
    }

    private static void Shift(EventBatch batch, long shift, EventBatchPool batches, IObserver<StreamItem> observer)
    {
        if (shift == 0)
        {
            observer.OnNext(batch);
            return;
        }

        using EventBatch moved = batches.Rent();
        int count = batch.Count;
        EventColumns to = moved.GetFreeColumns();
        batch.X.CopyTo(to.X);
        batch.Y.CopyTo(to.Y);
        batch.Polarities.CopyTo(to.Polarities);
        ReadOnlySpan<long> t = batch.Timestamps;
        for (int i = 0; i < count; i++)
        {
            to.Timestamps[i] = t[i] + shift;
        }

        moved.Advance(count);
        observer.OnNext(moved);
    }
}
