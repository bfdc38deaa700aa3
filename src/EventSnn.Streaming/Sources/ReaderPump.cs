using EventSnn.Events.Batches;
using EventSnn.Events.Streams;
using EventSnn.Recordings.Reading;

namespace EventSnn.Streaming.Sources;

/// <summary>Reads a recording to its end, batch by batch, with what the reader notices in its place.</summary>
internal static class ReaderPump
{
    /// <summary>Reads until the end, or until the subscriber leaves.</summary>
    /// <param name="reader">What to read; borrowed.</param>
    /// <param name="batches">Where batches come from.</param>
    /// <param name="notice">Takes notices.</param>
    /// <param name="deliver">Takes every batch that holds an event; borrowed.</param>
    /// <param name="stop">Ends it between two batches.</param>
    /// <param name="onBatch">Called after every batch, empty or not; null where nobody looks.</param>
    public static void Play(
        RecordingReader reader, EventBatchPool batches, Action<StreamItem> notice, Action<EventBatch> deliver, CancellationToken stop, Action<RecordingReader>? onBatch = null)
    {
        bool more = true;
        while (more && !stop.IsCancellationRequested)
        {
            using EventBatch batch = batches.Rent();
            more = reader.Read(batch);
            while (reader.TryTakeNotice(out StreamNotice? noticed))
            {
                notice(noticed);
            }

            if (batch.Count > 0)
            {
                deliver(batch);
            }

            onBatch?.Invoke(reader);
        }
    }
}
