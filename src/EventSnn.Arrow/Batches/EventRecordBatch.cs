using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using EventSnn.Events.Batches;

namespace EventSnn.Arrow.Batches;

/// <summary>Turns an <see cref="EventBatch"/> into an Arrow <see cref="RecordBatch"/> and back, without copying a column.</summary>
public static class EventRecordBatch
{
    /// <summary>The schema: t int64 (microseconds), x and y uint16, p uint8 (1 = ON); none of them nullable.</summary>
    public static Schema Schema { get; } = new Schema.Builder()
        .Field(f => f.Name("t").DataType(Int64Type.Default).Nullable(false))
        .Field(f => f.Name("x").DataType(UInt16Type.Default).Nullable(false))
        .Field(f => f.Name("y").DataType(UInt16Type.Default).Nullable(false))
        .Field(f => f.Name("p").DataType(UInt8Type.Default).Nullable(false))
        .Build();

    /// <summary>Shows an event batch as a record batch; no column is copied.</summary>
    /// <param name="batch">The events. The record batch holds a reference of its own until it is disposed; do not change the events meanwhile.</param>
    /// <returns>The record batch; the caller disposes it. Its columns refuse to be read afterwards; so do its slices.</returns>
    public static RecordBatch View(EventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Loan loan = new(batch);
        var (t, x, y, p) = batch.GetMemory();
        int count = batch.Count;
        IArrowArray[] columns =
        [
            new LentTimes(Lent(t, loan), count, loan),
            new UInt16Array(Lent(x, loan), ArrowBuffer.Empty, count, 0, 0),
            new UInt16Array(Lent(y, loan), ArrowBuffer.Empty, count, 0, 0),
            new UInt8Array(Lent(p, loan), ArrowBuffer.Empty, count, 0, 0),
        ];
        return new RecordBatch(Schema, columns, count);
    }

    /// <summary>Shows a record batch as an event batch; no column is copied.</summary>
    /// <param name="rows">A record batch with the columns of <see cref="Schema"/> in any order, without missing values; disposed with the last reference to the event batch.</param>
    /// <returns>The event batch, full, with one reference.</returns>
    /// <exception cref="ArgumentException">A column is absent, of another type, or has missing values; or a polarity is neither 0 nor 1. The record batch stays the caller's.</exception>
    public static EventBatch View(RecordBatch rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Int64Array t = Column<Int64Array>(rows, "t", "int64");
        UInt16Array x = Column<UInt16Array>(rows, "x", "uint16");
        UInt16Array y = Column<UInt16Array>(rows, "y", "uint16");
        UInt8Array p = Column<UInt8Array>(rows, "p", "uint8");
        RequirePolarities(p.Values, 0);
        return EventBatch.Over(Shown(t), Shown(x), Shown(y), Shown(p), rows.Length, rows);
    }

    /// <summary>Copies as many rows as fit into an event batch, column by column.</summary>
    /// <param name="rows">A record batch with the columns of <see cref="Schema"/> in any order, without missing values.</param>
    /// <param name="start">The first row to copy, from 0 to the number of rows.</param>
    /// <param name="batch">Where to append.</param>
    /// <returns>How many rows were copied.</returns>
    /// <exception cref="ArgumentException">As for <see cref="View(RecordBatch)"/>; nothing is appended then.</exception>
    public static int Append(RecordBatch rows, int start, EventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, rows.Length);
        int count = Math.Min(rows.Length - start, batch.Free);
        ReadOnlySpan<byte> p = Column<UInt8Array>(rows, "p", "uint8").Values.Slice(start, count);
        RequirePolarities(p, start);
        EventColumns to = batch.GetFreeColumns();
        Column<Int64Array>(rows, "t", "int64").Values.Slice(start, count).CopyTo(to.Timestamps);
        Column<UInt16Array>(rows, "x", "uint16").Values.Slice(start, count).CopyTo(to.X);
        Column<UInt16Array>(rows, "y", "uint16").Values.Slice(start, count).CopyTo(to.Y);
        p.CopyTo(to.Polarities);
        batch.Advance(count);
        return count;
    }

    private static void RequirePolarities(ReadOnlySpan<byte> p, int start)
    {
        if (p.IndexOfAnyExceptInRange((byte)0, (byte)1) is >= 0 and var bad)
        {
            throw new ArgumentException($"Polarities of 0 and 1 are needed; row {start + bad} holds {p[bad]}.", nameof(p));
        }
    }

    private static TArray Column<TArray>(RecordBatch rows, string name, string type)
        where TArray : class, IArrowArray
    {
        int index = rows.Schema.GetFieldIndex(name);
        IArrowArray? column = index < 0 ? null : rows.Column(index);
        return column is TArray { NullCount: 0 } found ? found : throw new ArgumentException(
            column is TArray ? $"The column {name} has {column.NullCount} missing values; events have none."
                : $"A column {name} of type {type} is needed; found {(column is null ? "none" : column.Data.DataType.Name)}.", nameof(rows));
    }

    private static ArrowBuffer Lent<T>(ReadOnlyMemory<T> column, Loan loan)
        where T : unmanaged => new(new CastMemory<T, byte>(MemoryMarshal.AsMemory(column), loan).Memory);

    private static Memory<long> Shown(Int64Array column) => Shown<long>(column.ValueBuffer, column.Offset, column.Length);

    private static Memory<ushort> Shown(UInt16Array column) => Shown<ushort>(column.ValueBuffer, column.Offset, column.Length);

    private static Memory<byte> Shown(UInt8Array column) => Shown<byte>(column.ValueBuffer, column.Offset, column.Length);

    private static Memory<T> Shown<T>(ArrowBuffer values, int offset, int length)
        where T : unmanaged => new CastMemory<byte, T>(MemoryMarshal.AsMemory(values.Memory)).Memory.Slice(offset, length);
}
