using EventSnn.Events.Pooling;

namespace EventSnn.Events.Binning;

/// <summary>A pool of <see cref="StepBatch"/>es of one capacity. Safe for any number of threads.</summary>
public sealed class StepBatchPool : ItemPool<StepBatch>
{
    /// <summary>Steps in a batch where nothing else is asked for.</summary>
    public const int DefaultCapacity = 64;

    /// <summary>Creates a pool.</summary>
    /// <param name="capacity">Steps in each batch, at least 1.</param>
    /// <param name="maximumRetained">Free batches that the pool keeps.</param>
    public StepBatchPool(int capacity = DefaultCapacity, int maximumRetained = 64)
        : base(maximumRetained)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
    }

    /// <summary>The pool of the process.</summary>
    public static StepBatchPool Shared { get; } = new();

    /// <summary>Steps in each batch.</summary>
    public int Capacity { get; }

    /// <inheritdoc/>
    protected override StepBatch Create() => new(this, Capacity);
}
