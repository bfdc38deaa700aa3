using EventSnn.Events.Batches;
using EventSnn.Events.Filters;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Conversion;

/// <summary>One conversion under way.</summary>
internal sealed class ConversionRun(RecordingReader reader, RecordingWriter writer, FilterChain chain, ConversionOptions options) : IDisposable
{
    private readonly EventBatchPool pool = new();
    private readonly EventSorter? sorter = options.Sort ? new EventSorter(reader.FileName) : null;
    private EventBatch? batch;
    private long? origin;

    /// <summary>Converts the next batch.</summary>
    /// <returns>False when all is written.</returns>
    public bool Step()
    {
        batch ??= pool.Rent();
        if (!reader.Read(batch))
        {
            WriteSorted();
            return false;
        }

        using EventBatch filtered = chain.Apply(batch, pool);
        if (sorter is not null)
        {
            sorter.Add(filtered);
        }
        else
        {
            WriteShifted(filtered);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => batch?.Dispose();

    private void WriteShifted(EventBatch events)
    {
        if (!options.TimeOriginFirst || events.Count == 0)
        {
            writer.Write(events);
            return;
        }

        origin ??= events.Timestamps[0];
        using EventBatch shifted = pool.Rent();
        for (int i = 0; i < events.Count; i++)
        {
            shifted.Add(events.Timestamps[i] - origin.Value, events.X[i], events.Y[i], events.Polarities[i]);
        }

        writer.Write(shifted);
    }

    private void WriteSorted()
    {
        if (sorter is null)
        {
            return;
        }

        using EventBatch next = pool.Rent();
        foreach (int _ in sorter.Take(next))
        {
            WriteShifted(next);
        }
    }
}
