using EventSnn.Events.Pooling;

namespace EventSnn.Events.Batches;

/// <summary>A pool of <see cref="EventBatch"/>es of one capacity. Safe for any number of threads.</summary>
public sealed class EventBatchPool : ItemPool<EventBatch>
{
    /// <summary>Events in a batch where nothing else is asked for: 13 bytes each, so a batch stays in a core's second-level cache.</summary>
    public const int DefaultCapacity = 16384;

    /// <summary>Creates a pool.</summary>
    /// <param name="capacity">Events in each batch, at least 1.</param>
    /// <param name="maximumRetained">Free batches that the pool keeps.</param>
    public EventBatchPool(int capacity = DefaultCapacity, int maximumRetained = 64)
        : base(maximumRetained)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
    }

    /// <summary>The pool of the process.</summary>
    public static EventBatchPool Shared { get; } = new();

    /// <summary>Events in each batch.</summary>
    public int Capacity { get; }

    /// <inheritdoc/>
    protected override EventBatch Create() => new(this, Capacity);
}
