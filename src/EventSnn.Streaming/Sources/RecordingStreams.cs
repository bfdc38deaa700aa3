using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Recordings.Reading;
using EventSnn.Streaming.Telemetry;

namespace EventSnn.Streaming.Sources;

/// <summary>Recordings as streams.</summary>
public static class RecordingStreams
{
    /// <summary>
    /// A stream that reads a recording anew for every subscriber, on a thread of its own, as fast as the subscriber takes it.
    /// Everything that the reader notices (resets, damage, steps back) is an item of the stream, in its place.
    /// </summary>
    /// <param name="open">Opens the recording; called once for every subscription, which disposes the reader.</param>
    /// <param name="size">The sensor that the coordinates refer to.</param>
    /// <param name="onProgress">Called after every batch with the reader, for positions and counters; null where nobody looks.</param>
    /// <param name="pool">Where batches come from; null for the process's.</param>
    /// <param name="metrics">Where events are counted; null for the process's.</param>
    /// <returns>The stream.</returns>
    public static EventStream<Finite> FromReader(
        Func<RecordingReader> open,
        SensorSize size,
        Action<RecordingReader>? onProgress = null,
        EventBatchPool? pool = null,
        StreamingMetrics? metrics = null)
    {
        ArgumentNullException.ThrowIfNull(open);
        EventBatchPool batches = pool ?? EventBatchPool.Shared;
        StreamingMetrics meter = metrics ?? StreamingMetrics.Default;
        return new EventStream<Finite>(size, SourceThread.Run("recording", (observer, stop) =>
        {
            using RecordingReader reader = open();
            ReaderPump.Play(reader, batches, observer.OnNext, Deliver, stop, onProgress);

            void Deliver(EventBatch batch)
            {
                meter.SourceEvents(batch.Count);
                observer.OnNext(batch);
            }
        }));
    }
}
