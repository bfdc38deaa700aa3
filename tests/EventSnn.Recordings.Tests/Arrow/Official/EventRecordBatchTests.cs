using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;
using EventSnn.Arrow.Batches;
using EventSnn.Events.Batches;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Arrow.Official;

/// <summary>Event batches as record batches and back: the same addresses, and nobody's memory goes while it is shown.</summary>
public sealed class EventRecordBatchTests
{
    private static readonly (long T, int X, int Y, int P)[] Scene = [(-5, 0, 0, 1), (7, 65535, 3, 0), (1L << 60, 4, 65535, 1)];

    [Fact]
    public void An_event_batch_is_shown_where_it_lies()
    {
        using EventBatch batch = Batch(new EventBatchPool(16, 4));

        using RecordBatch rows = EventRecordBatch.View(batch);

        rows.Length.ShouldBe(3);
        Same(((Int64Array)rows.Column("t")).Values, batch.Timestamps);
        Same(((UInt16Array)rows.Column("x")).Values, batch.X);
        Same(((UInt16Array)rows.Column("y")).Values, batch.Y);
        Same(((UInt8Array)rows.Column("p")).Values, batch.Polarities);
        ((Int64Array)rows.Column("t")).Values.ToArray().ShouldBe([-5, 7, 1L << 60]);
        rows.Column("t").NullCount.ShouldBe(0);
    }

    [Fact]
    public void A_shown_event_batch_returns_to_its_pool_only_with_the_record_batch()
    {
        EventBatchPool pool = new(16, 4);
        EventBatch batch = Batch(pool);
        RecordBatch rows = EventRecordBatch.View(batch);
        Int64Array t = (Int64Array)rows.Column("t");
        UInt16Array x = (UInt16Array)rows.Column("x");
        batch.Dispose();

        using (EventBatch other = pool.Rent())
        {
            other.ShouldNotBeSameAs(batch);
            t.Values[1].ShouldBe(7);
        }

        rows.Dispose();
        rows.Dispose();
        List<EventBatch> rented = [pool.Rent(), pool.Rent(), pool.Rent()];
        rented.Count(b => ReferenceEquals(b, batch)).ShouldBe(1, "given back once");
        Should.Throw<ObjectDisposedException>(() => x.Values.Length);
        rented.ForEach(b => b.Dispose());
    }

    [Fact]
    public void A_record_batch_is_shown_where_it_lies_and_goes_with_the_last_reference()
    {
        CountingAllocator memory = new();
        RecordBatch rows = Rows(memory, [3, 1, 4, 1, 5], [1, 2, 3, 4, 5], [9, 8, 7, 6, 5], [1, 0, 1, 1, 0]);

        EventBatch batch = EventRecordBatch.View(rows);

        batch.Count.ShouldBe(5);
        batch.Free.ShouldBe(0);
        Same(batch.Timestamps, ((Int64Array)rows.Column("t")).Values);
        Same(batch.X, ((UInt16Array)rows.Column("x")).Values);
        Same(batch.Y, ((UInt16Array)rows.Column("y")).Values);
        Same(batch.Polarities, ((UInt8Array)rows.Column("p")).Values);
        batch.Retain();
        batch.Dispose();
        memory.Live.ShouldBe(4);
        PooledEvents.Tuples(batch).ShouldBe([(3, 1, 9, 1), (1, 2, 8, 0), (4, 3, 7, 1), (1, 4, 6, 1), (5, 5, 5, 0)]);
        batch.Dispose();
        memory.Live.ShouldBe(0);
    }

    [Fact]
    public void Slices_begin_where_they_begin()
    {
        using RecordBatch rows = Rows(new CountingAllocator(), [3, 1, 4, 1, 5], [1, 2, 3, 4, 5], [9, 8, 7, 6, 5], [1, 0, 1, 1, 0]);
        using RecordBatch slice = rows.Slice(2, 2);

        EventBatch batch = EventRecordBatch.View(slice);
        using EventBatch copy = new EventBatchPool(16, 1).Rent();
        EventRecordBatch.Append(slice, 1, copy).ShouldBe(1);

        PooledEvents.Tuples(batch).ShouldBe([(4, 3, 7, 1), (1, 4, 6, 1)]);
        PooledEvents.Tuples(copy).ShouldBe([(1, 4, 6, 1)]);
    }

    [Fact]
    public void There_and_back_is_the_same_memory_again()
    {
        using EventBatch batch = Batch(new EventBatchPool(16, 4));

        using EventBatch again = EventRecordBatch.View(EventRecordBatch.View(batch));

        Same(again.Timestamps, batch.Timestamps);
        PooledEvents.Tuples(again).ShouldBe(Scene);
    }

    [Fact]
    public void An_empty_batch_has_no_rows()
    {
        using EventBatch batch = new EventBatchPool(16, 1).Rent();
        using RecordBatch rows = EventRecordBatch.View(batch);
        rows.Length.ShouldBe(0);
        using EventBatch again = EventRecordBatch.View(rows);
        again.Count.ShouldBe(0);
    }

    [Fact]
    public void Appending_stops_where_the_batch_is_full()
    {
        using RecordBatch rows = Rows(new CountingAllocator(), [3, 1, 4], [1, 2, 3], [9, 8, 7], [1, 0, 1]);
        using EventBatch batch = new EventBatchPool(2, 1).Rent();
        EventRecordBatch.Append(rows, 0, batch).ShouldBe(2);
        EventRecordBatch.Append(rows, 2, batch).ShouldBe(0);
        PooledEvents.Tuples(batch).ShouldBe([(3, 1, 9, 1), (1, 2, 8, 0)]);
    }

    [Fact]
    public void What_is_no_event_is_refused_with_the_column_and_row()
    {
        using EventBatch batch = new EventBatchPool(16, 1).Rent();
        using RecordBatch third = Rows(new CountingAllocator(), [1, 2], [1, 2], [1, 2], [1, 2]);
        Should.Throw<ArgumentException>(() => EventRecordBatch.View(third)).Message.ShouldContain("row 1 holds 2");
        Should.Throw<ArgumentException>(() => EventRecordBatch.Append(third, 1, batch)).Message.ShouldContain("row 1 holds 2");

        using RecordBatch typed = new RecordBatch.Builder().Append("t", false, a => a.Int32(b => b.Append(1))).Build();
        Should.Throw<ArgumentException>(() => EventRecordBatch.View(typed)).Message.ShouldContain("A column t of type int64 is needed; found int32");
        using RecordBatch absent = new RecordBatch.Builder().Append("t", false, a => a.Int64(b => b.Append(1))).Build();
        Should.Throw<ArgumentException>(() => EventRecordBatch.View(absent)).Message.ShouldContain("A column x of type uint16 is needed; found none");
        using RecordBatch missing = new RecordBatch.Builder().Append("t", true, a => a.Int64(b => b.Append(1).AppendNull())).Build();
        Should.Throw<ArgumentException>(() => EventRecordBatch.View(missing)).Message.ShouldContain("1 missing values");
        batch.Count.ShouldBe(0);
    }

    private static EventBatch Batch(EventBatchPool pool)
    {
        EventBatch batch = pool.Rent();
        foreach ((long t, int x, int y, int p) in Scene)
        {
            batch.Add(t, x, y, p);
        }

        return batch;
    }

    private static RecordBatch Rows(MemoryAllocator memory, long[] t, ushort[] x, ushort[] y, byte[] p) => new(
        EventRecordBatch.Schema,
        [
            new Int64Array.Builder().Append(t.AsSpan()).Build(memory), new UInt16Array.Builder().Append(x.AsSpan()).Build(memory),
            new UInt16Array.Builder().Append(y.AsSpan()).Build(memory), new UInt8Array.Builder().Append(p.AsSpan()).Build(memory),
        ],
        t.Length);

    private static void Same<T>(ReadOnlySpan<T> one, ReadOnlySpan<T> other)
    {
        one.Length.ShouldBe(other.Length);
        Unsafe.AreSame(ref MemoryMarshal.GetReference(one), ref MemoryMarshal.GetReference(other)).ShouldBeTrue("one address");
    }

    /// <summary>Counts what is allocated and not yet disposed.</summary>
    private sealed class CountingAllocator : MemoryAllocator
    {
        public int Live { get; private set; }

        protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
        {
            bytesAllocated = length;
            Live++;
            return new Owner(this, new byte[length]);
        }

        private sealed class Owner(CountingAllocator from, byte[] bytes) : IMemoryOwner<byte>
        {
            private bool gone;

            public Memory<byte> Memory => gone ? throw new ObjectDisposedException("memory") : bytes;

            public void Dispose()
            {
                from.Live -= gone ? 0 : 1;
                gone = true;
            }
        }
    }
}
