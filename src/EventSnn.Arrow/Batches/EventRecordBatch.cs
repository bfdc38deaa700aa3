using Apache.Arrow;
using Apache.Arrow.Types;
using EventSnn.Events.Batches;

namespace EventSnn.Arrow.Batches;

/// <summary>Turns an <see cref="EventBatch"/> into an Arrow <see cref="RecordBatch"/> and back.</summary>
public static class EventRecordBatch
{
    /// <summary>The schema: t int64 (microseconds), x and y uint16, p uint8; none of them nullable.</summary>
    public static Schema Schema { get; } = new Schema.Builder()
        .Field(f => f.Name("t").DataType(Int64Type.Default).Nullable(false))
        .Field(f => f.Name("x").DataType(UInt16Type.Default).Nullable(false))
        .Field(f => f.Name("y").DataType(UInt16Type.Default).Nullable(false))
        .Field(f => f.Name("p").DataType(UInt8Type.Default).Nullable(false))
        .Build();

    /// <summary>Makes a record batch of an event batch: one block copy per column, since the pool takes the event batch's columns back.</summary>
    /// <param name="batch">The events; borrowed for the call.</param>
    /// <returns>The record batch; the caller disposes it.</returns>
    public static RecordBatch From(EventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        IArrowArray[] columns =
        [
            new Int64Array.Builder().Append(batch.Timestamps).Build(),
            new UInt16Array.Builder().Append(batch.X).Build(),
            new UInt16Array.Builder().Append(batch.Y).Build(),
            new UInt8Array.Builder().Append(batch.Polarities).Build(),
        ];
        return new RecordBatch(Schema, columns, batch.Count);
    }

    /// <summary>Copies as many rows as fit into an event batch, column by column.</summary>
    /// <param name="rows">A record batch with the columns of <see cref="Schema"/> first, without missing values.</param>
    /// <param name="start">The first row to copy.</param>
    /// <param name="batch">Where to append.</param>
    /// <returns>How many rows were copied.</returns>
    public static int Append(RecordBatch rows, int start, EventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(batch);
        int count = Math.Min(rows.Length - start, batch.Free);
        EventColumns to = batch.GetFreeColumns();
        ((Int64Array)rows.Column("t")).Values.Slice(start, count).CopyTo(to.Timestamps);
        ((UInt16Array)rows.Column("x")).Values.Slice(start, count).CopyTo(to.X);
        ((UInt16Array)rows.Column("y")).Values.Slice(start, count).CopyTo(to.Y);
        ((UInt8Array)rows.Column("p")).Values.Slice(start, count).CopyTo(to.Polarities);
        batch.Advance(count);
        return count;
    }
}
