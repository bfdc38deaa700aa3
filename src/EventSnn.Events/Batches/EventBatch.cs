using EventSnn.Events.Pooling;

namespace EventSnn.Events.Batches;

/// <summary>
/// A pooled, columnar run of events in file or arrival order.
/// </summary>
/// <remarks>
/// Columns: <c>t</c> int64 microseconds as the source tells them (unwrapped, not shifted to zero), <c>x</c> from the left,
/// <c>y</c> from the top, polarity 1 = ON and 0 = OFF. Times usually do not decrease, but sources that step back exist.
/// See <see cref="PooledItem"/> for who owns a batch. Not safe for concurrent writers.
/// </remarks>
public sealed class EventBatch : PooledItem
{
    private readonly EventBatchPool? pool;
    private Column<long> timestamps;
    private Column<ushort> x;
    private Column<ushort> y;
    private Column<byte> polarities;
    private readonly IDisposable? owner;

    internal EventBatch(EventBatchPool pool, int capacity)
    {
        this.pool = pool;
        timestamps = Column<long>.Allocate(capacity);
        x = Column<ushort>.Allocate(capacity);
        y = Column<ushort>.Allocate(capacity);
        polarities = Column<byte>.Allocate(capacity);
        Capacity = capacity;
    }

    private EventBatch(Memory<long> timestamps, Memory<ushort> x, Memory<ushort> y, Memory<byte> polarities, IDisposable? owner)
    {
        this.timestamps = Column<long>.Over(timestamps);
        this.x = Column<ushort>.Over(x);
        this.y = Column<ushort>.Over(y);
        this.polarities = Column<byte>.Over(polarities);
        this.owner = owner;
        Capacity = timestamps.Length;
        Start();
    }

    /// <summary>The number of events that the batch can hold.</summary>
    public int Capacity { get; }

    /// <summary>The number of events that the batch holds.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// The host's time at which a live source received the last event, in ticks of <see cref="System.Diagnostics.Stopwatch"/>; 0 where nobody said. Never to
    /// be compared with event times.
    /// </summary>
    public long ReceivedAt { get; set; }

    /// <summary>The number of events that can still be appended.</summary>
    public int Free => Capacity - Count;

    /// <summary>Event times in microseconds, <see cref="Count"/> of them.</summary>
    public ReadOnlySpan<long> Timestamps => timestamps.Slice(0, Count);

    /// <summary>Columns from the left, <see cref="Count"/> of them.</summary>
    public ReadOnlySpan<ushort> X => x.Slice(0, Count);

    /// <summary>Rows from the top, <see cref="Count"/> of them.</summary>
    public ReadOnlySpan<ushort> Y => y.Slice(0, Count);

    /// <summary>Polarities, 1 = ON and 0 = OFF, <see cref="Count"/> of them.</summary>
    public ReadOnlySpan<byte> Polarities => polarities.Slice(0, Count);

    /// <summary>A batch over columns that belong to somebody else; nothing is copied, and no pool takes it back.</summary>
    /// <param name="timestamps">Times in microseconds.</param>
    /// <param name="x">Columns from the left.</param>
    /// <param name="y">Rows from the top.</param>
    /// <param name="polarities">1 = ON, 0 = OFF.</param>
    /// <param name="count">Events that stand in the columns already; the rest of the columns is free.</param>
    /// <param name="owner">Is disposed with the last reference; null where nobody waits for that.</param>
    /// <returns>The batch, with one reference.</returns>
    /// <exception cref="ArgumentException">The columns differ in length, or hold fewer than <paramref name="count"/> events.</exception>
    public static EventBatch Over(
        Memory<long> timestamps, Memory<ushort> x, Memory<ushort> y, Memory<byte> polarities, int count = 0, IDisposable? owner = null)
    {
        if (x.Length != timestamps.Length || y.Length != timestamps.Length || polarities.Length != timestamps.Length)
        {
            throw new ArgumentException($"Columns of one length are needed; these hold {timestamps.Length}, {x.Length}, {y.Length} and {polarities.Length} values.", nameof(x));
        }

        EventBatch batch = new(timestamps, x, y, polarities, owner);
        batch.Advance(count);
        return batch;
    }

    /// <summary>The columns as memory, for those who hand them on without copying; keep a reference to the batch as long.</summary>
    /// <returns>t, x, y and p, <see cref="Count"/> of each.</returns>
    public (ReadOnlyMemory<long> Timestamps, ReadOnlyMemory<ushort> X, ReadOnlyMemory<ushort> Y, ReadOnlyMemory<byte> Polarities) GetMemory() =>
        (timestamps.Memory(0, Count), x.Memory(0, Count), y.Memory(0, Count), polarities.Memory(0, Count));

    /// <summary>
    /// The free columns behind the last event, for a decoder that writes many events at once; follow with <see cref="Advance"/>.
    /// </summary>
    /// <returns>Four spans of <see cref="Free"/> entries.</returns>
    public EventColumns GetFreeColumns() => new(
        timestamps.Slice(Count, Free), x.Slice(Count, Free), y.Slice(Count, Free), polarities.Slice(Count, Free));

    /// <summary>Counts events that were written into <see cref="GetFreeColumns"/>.</summary>
    /// <param name="count">How many, at most <see cref="Free"/>.</param>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Free);
        Count += count;
    }

    /// <summary>Appends one event.</summary>
    /// <param name="timestamp">Time in microseconds.</param>
    /// <param name="column">Column from the left, 0 to 65535.</param>
    /// <param name="row">Row from the top, 0 to 65535.</param>
    /// <param name="polarity">1 = ON, 0 = OFF.</param>
    /// <exception cref="InvalidOperationException">The batch is full.</exception>
    public void Add(long timestamp, int column, int row, int polarity)
    {
        int i = Count;
        if (i == Capacity)
        {
            throw new InvalidOperationException($"The batch is full: it holds {Capacity} events.");
        }

        timestamps.Slice(i, 1)[0] = timestamp;
        x.Slice(i, 1)[0] = (ushort)column;
        y.Slice(i, 1)[0] = (ushort)row;
        polarities.Slice(i, 1)[0] = (byte)polarity;
        Count = i + 1;
    }

    /// <summary>Appends as many of another batch's events as fit.</summary>
    /// <param name="source">Where to copy from.</param>
    /// <param name="start">Index of the first event to copy.</param>
    /// <param name="count">How many to copy at most.</param>
    /// <returns>How many were copied.</returns>
    public int Append(EventBatch source, int start = 0, int count = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(source);
        int n = Math.Min(Math.Min(source.Count - start, count), Free);
        EventColumns to = GetFreeColumns();
        source.Timestamps.Slice(start, n).CopyTo(to.Timestamps);
        source.X.Slice(start, n).CopyTo(to.X);
        source.Y.Slice(start, n).CopyTo(to.Y);
        source.Polarities.Slice(start, n).CopyTo(to.Polarities);
        Count += n;
        return n;
    }

    /// <summary>Whether the columns are a pool's, and not somebody else's memory that must be written to.</summary>
    internal bool CanExchange => pool is not null;

    /// <summary>
    /// Changes columns and events with another batch, so that what was decoded on another thread need not be copied. Both must be
    /// <see cref="CanExchange"/> and of one capacity.
    /// </summary>
    /// <param name="other">The other batch.</param>
    internal void Exchange(EventBatch other)
    {
        if (!CanExchange || !other.CanExchange || Capacity != other.Capacity)
        {
            throw new InvalidOperationException("Only pooled batches of one capacity can change their columns.");
        }

        (timestamps, other.timestamps) = (other.timestamps, timestamps);
        (x, other.x) = (other.x, x);
        (y, other.y) = (other.y, y);
        (polarities, other.polarities) = (other.polarities, polarities);
        (Count, other.Count) = (other.Count, Count);
    }

    /// <summary>Makes the batch empty.</summary>
    public void Clear() => Count = 0;

    /// <inheritdoc/>
    protected internal override void Reset()
    {
        Count = 0;
        ReceivedAt = 0;
    }

    /// <inheritdoc/>
    protected override void GiveBack()
    {
        pool?.Return(this);
        owner?.Dispose();
    }
}
