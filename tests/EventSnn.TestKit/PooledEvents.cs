using EventSnn.Events.Batches;

namespace EventSnn.TestKit;

/// <summary>A pool for one test that fails the test when a batch was not given back.</summary>
/// <param name="capacity">Events in each batch.</param>
public sealed class PooledEvents(int capacity = 256) : IDisposable
{
    /// <summary>The pool.</summary>
    public EventBatchPool Pool { get; } = new(capacity);

    /// <summary>Rents a batch and fills it.</summary>
    /// <param name="events">(t, x, y, polarity) in order.</param>
    /// <returns>The batch; the test disposes it.</returns>
    public EventBatch Batch(params (long T, int X, int Y, int P)[] events)
    {
        EventBatch batch = Pool.Rent();
        foreach ((long t, int x, int y, int p) in events)
        {
            batch.Add(t, x, y, p);
        }

        return batch;
    }

    /// <summary>The events of a batch as tuples, for comparisons in tests.</summary>
    /// <param name="batch">A batch.</param>
    /// <returns>(t, x, y, polarity) in order.</returns>
    public static (long T, int X, int Y, int P)[] Tuples(EventBatch batch)
    {
        var events = new (long, int, int, int)[batch.Count];
        for (int i = 0; i < events.Length; i++)
        {
            events[i] = (batch.Timestamps[i], batch.X[i], batch.Y[i], batch.Polarities[i]);
        }

        return events;
    }

    /// <inheritdoc/>
    public void Dispose() => Assert.True(Pool.Outstanding == 0, $"{Pool.Outstanding} event batches were not given back.");
}
