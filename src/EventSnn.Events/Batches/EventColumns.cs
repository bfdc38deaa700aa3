namespace EventSnn.Events.Batches;

/// <summary>Writable columns of an <see cref="EventBatch"/>, all of the same length.</summary>
/// <param name="timestamps">Times in microseconds.</param>
/// <param name="x">Columns from the left.</param>
/// <param name="y">Rows from the top.</param>
/// <param name="polarities">1 = ON, 0 = OFF.</param>
public readonly ref struct EventColumns(Span<long> timestamps, Span<ushort> x, Span<ushort> y, Span<byte> polarities)
{
    /// <summary>Times in microseconds.</summary>
    public Span<long> Timestamps { get; } = timestamps;

    /// <summary>Columns from the left.</summary>
    public Span<ushort> X { get; } = x;

    /// <summary>Rows from the top.</summary>
    public Span<ushort> Y { get; } = y;

    /// <summary>1 = ON, 0 = OFF.</summary>
    public Span<byte> Polarities { get; } = polarities;

    /// <summary>Entries in each column.</summary>
    public int Length => Timestamps.Length;
}
