using EventSnn.Events.Batches;

namespace EventSnn.Arrow.Batches;

/// <summary>A reference to an event batch whose columns are shown elsewhere; given back once.</summary>
internal sealed class Loan : IDisposable
{
    private EventBatch? batch;

    /// <summary>Takes a reference.</summary>
    /// <param name="batch">The batch.</param>
    public Loan(EventBatch batch)
    {
        batch.Retain();
        this.batch = batch;
    }

    /// <summary>Refuses once the reference is given back: by then the columns may hold other events.</summary>
    /// <exception cref="ObjectDisposedException">It is.</exception>
    public void Check() => ObjectDisposedException.ThrowIf(Volatile.Read(ref batch) is null, typeof(EventBatch));

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref batch, null)?.Dispose();
}
