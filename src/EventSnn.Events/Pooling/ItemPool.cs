using System.Collections.Concurrent;

namespace EventSnn.Events.Pooling;

/// <summary>A pool of equal items that says how many of them are out, so that a test can prove that none leaked.</summary>
/// <typeparam name="TItem">The pooled item.</typeparam>
public abstract class ItemPool<TItem>
    where TItem : PooledItem
{
    private readonly ConcurrentQueue<TItem> free = new();
    private readonly int maximumRetained;
    private int outstanding;
    private long created;

    /// <summary>Creates a pool.</summary>
    /// <param name="maximumRetained">How many free items the pool keeps; further ones are left to the garbage collector.</param>
    protected ItemPool(int maximumRetained)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximumRetained);
        this.maximumRetained = maximumRetained;
    }

    /// <summary>Items rented and not yet returned. 0 when nothing leaks and nothing is under way.</summary>
    public int Outstanding => Volatile.Read(ref outstanding);

    /// <summary>Items ever allocated; constant in a steady state.</summary>
    public long Created => Interlocked.Read(ref created);

    /// <summary>Rents an empty item with one reference, held by the caller.</summary>
    /// <returns>The item; dispose it to give it back.</returns>
    public TItem Rent()
    {
        if (!free.TryDequeue(out TItem? item))
        {
            item = Create();
            Interlocked.Increment(ref created);
        }

        Interlocked.Increment(ref outstanding);
        item.Start();
        return item;
    }

    /// <summary>Allocates one more item.</summary>
    /// <returns>A new item of this pool.</returns>
    protected abstract TItem Create();

    internal void Return(TItem item)
    {
        Interlocked.Decrement(ref outstanding);
        if (free.Count < maximumRetained)
        {
            free.Enqueue(item);
        }
    }
}
