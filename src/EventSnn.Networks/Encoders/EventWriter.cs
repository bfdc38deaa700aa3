using EventSnn.Events.Batches;

namespace EventSnn.Networks.Encoders;

/// <summary>Collects events in pooled batches and hands them on when they are full. Dispose it to give its batch back.</summary>
/// <param name="onBatch">Receives batches; each is borrowed until the call returns.</param>
/// <param name="pool">Where batches come from; null for the pool of the process.</param>
public sealed class EventWriter(Action<EventBatch> onBatch, EventBatchPool? pool = null) : IDisposable
{
    private readonly EventBatch batch = (pool ?? EventBatchPool.Shared).Rent();

    /// <summary>Events written so far.</summary>
    public long Count { get; private set; }

    /// <summary>Writes one event.</summary>
    /// <param name="time">In microseconds.</param>
    /// <param name="x">Column.</param>
    /// <param name="y">Row.</param>
    /// <param name="polarity">1 = ON, 0 = OFF.</param>
    public void Add(long time, int x, int y, int polarity)
    {
        if (batch.Free == 0)
        {
            Flush();
        }

        batch.Add(time, x, y, polarity);
        Count++;
    }

    /// <summary>Hands on what has been written.</summary>
    public void Flush()
    {
        if (batch.Count > 0)
        {
            onBatch(batch);
            batch.Clear();
        }
    }

    /// <summary>Gives the batch back; events that were not flushed are lost.</summary>
    public void Dispose() => batch.Dispose();
}
