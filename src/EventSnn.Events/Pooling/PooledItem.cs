using EventSnn.Events.Streams;

namespace EventSnn.Events.Pooling;

/// <summary>
/// A stream item whose columns come from a pool and must go back to it.
/// </summary>
/// <remarks>
/// <para><b>Ownership.</b> Whoever rents an item holds one reference. An item handed to an observer is <em>borrowed</em>:
/// it is valid until <c>OnNext</c> returns. A receiver that keeps it longer, or hands it to another thread, calls
/// <see cref="Retain"/> and later <see cref="Dispose"/>. The last <see cref="Dispose"/> returns the columns to the pool.</para>
/// <para><b>Mutation.</b> Only the renter writes, and only before it hands the item on; receivers read.</para>
/// </remarks>
public abstract class PooledItem : StreamItem, IDisposable
{
    private int references;

    /// <summary>The number of references that still have to be released; 0 when the item is back in its pool.</summary>
    public int References => Volatile.Read(ref references);

    /// <summary>Adds a reference: the caller must <see cref="Dispose"/> once more.</summary>
    /// <exception cref="ObjectDisposedException">The item is already back in its pool.</exception>
    public void Retain()
    {
        if (Interlocked.Increment(ref references) <= 1)
        {
            Interlocked.Decrement(ref references);
            throw new ObjectDisposedException(GetType().Name, "This item is already back in its pool; it cannot be retained.");
        }
    }

    /// <summary>Releases one reference; the last one returns the item to its pool.</summary>
    /// <exception cref="ObjectDisposedException">The item was released more often than it was retained.</exception>
    public void Dispose()
    {
        int left = Interlocked.Decrement(ref references);
        if (left == 0)
        {
            GiveBack();
        }
        else if (left < 0)
        {
            Interlocked.Increment(ref references);
            throw new ObjectDisposedException(GetType().Name, "This item was released more often than it was retained.");
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Makes the item empty and ready for its next renter.</summary>
    protected internal abstract void Reset();

    internal void Start()
    {
        Reset();
        Volatile.Write(ref references, 1);
    }

    /// <summary>Gives the item back to the pool that it came from.</summary>
    protected abstract void GiveBack();
}
