using EventSnn.Events.Batches;
using EventSnn.Recordings.Ahead;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Seeking;

namespace EventSnn.Recordings.Records;

/// <summary>Reads a file whose body is nothing but event records of one size with unsigned 32-bit times.</summary>
internal abstract class RecordReader(RecordingSource source) : RecordingReader(source), IChunkFormat
{
    private TimeUnwrapper unwrapper;

    /// <summary>Where the next chunk begins, and what is planned at most.</summary>
    private long planAt;
    private long planEnd;

    /// <summary>What chunks guess to be added to their times: what it was when the last one was taken over.</summary>
    private long guess;
    private int chunkRecords;

    /// <summary>Bytes in a record.</summary>
    private protected virtual int RecordSize => RecordDecoder.RecordSize;

    /// <inheritdoc/>
    internal override long? EventsLeftAtMost => (Window.ContentLength - Window.Position) / RecordSize;

    /// <inheritdoc/>
    private protected override bool Decode(EventBatch batch)
    {
        ReadOnlySpan<byte> bytes = Window.FillSpan(RecordSize);
        int whole = bytes.Length / RecordSize;
        if (whole == 0)
        {
            if (bytes.Length > 0)
            {
                Damage(Window.Position, $"a record of {RecordSize} bytes", $"the end of the file after {bytes.Length} bytes of it");
                Skip(SkipReason.Damaged, 1);
            }

            return false;
        }

        bytes = bytes[..(whole * RecordSize)];
        while (batch.Free > 0 && !bytes.IsEmpty)
        {
            EventColumns columns = NextPiece(batch);
            int written = DecodeRecords(bytes, columns, unwrapper.Epoch, out int consumed, out ColumnFacts facts);
            if (written > 0)
            {
                Advance(batch, written, Unwrapped(columns, written, facts));
            }

            Skip(SkipReason.NotAPixel, consumed - written);
            Window.Consume(consumed * RecordSize);
            bytes = bytes[(consumed * RecordSize)..];
        }

        return true;
    }

    /// <inheritdoc/>
    private protected override void CarryState(ReaderState state)
    {
        base.CarryState(state);
        unwrapper.Carry(state);
    }

    /// <inheritdoc/>
    private protected override IChunkFormat? Chunks => RecordSize == RecordDecoder.RecordSize ? this : null;

    /// <inheritdoc/>
    int IChunkFormat.MostBytes(int records)
    {
        chunkRecords = records;
        return records * RecordSize;
    }

    /// <inheritdoc/>
    Chunk IChunkFormat.Create(EventBatch events) => new RecordChunk(events);

    /// <inheritdoc/>
    void IChunkFormat.Replan()
    {
        planAt = Window.Position;
        planEnd = Window.ContentLength ?? 0;
        Volatile.Write(ref guess, unwrapper.Epoch);
    }

    /// <inheritdoc/>
    bool IChunkFormat.Plan(Chunk chunk)
    {
        // The rest, shorter than a chunk and perhaps cut, is for the reader.
        chunk.Position = planAt;
        chunk.Length = chunkRecords * RecordSize;
        chunk.MostEvents = chunkRecords;
        planAt += chunk.Length;
        return planAt <= planEnd;
    }

    /// <inheritdoc/>
    void IChunkFormat.Settle(Chunk chunk) => Volatile.Write(ref guess, unwrapper.Epoch);

    /// <inheritdoc/>
    void IChunkFormat.Decode(Chunk chunk, ReadOnlySpan<byte> bytes, EventBatch to)
    {
        long epoch = Volatile.Read(ref guess);
        int written = DecodeRecords(bytes, to.GetFreeColumns(), epoch, out int consumed, out ColumnFacts facts);
        to.Advance(written);
        ((RecordChunk)chunk).Epoch = epoch;
        chunk.Facts = facts;
        chunk.Passed = consumed - written;
    }

    /// <inheritdoc/>
    bool IChunkFormat.Accept(Chunk chunk)
    {
        int count = chunk.Events.Count;
        if (count > 0)
        {
            long epoch = ((RecordChunk)chunk).Epoch;
            if (epoch != unwrapper.Epoch)
            {
                return false;
            }

            chunk.Events.Clear();
            chunk.Facts = Unwrapped(chunk.Events.GetFreeColumns(), count, chunk.Facts);
            chunk.Events.Advance(count);
            Volatile.Write(ref guess, unwrapper.Epoch);
        }

        Skip(SkipReason.NotAPixel, chunk.Passed);
        return true;
    }

    /// <summary>Unwraps the times of some events and tells what is to be known of these.</summary>
    private ColumnFacts Unwrapped(EventColumns columns, int count, ColumnFacts facts)
    {
        Span<long> t = columns.Timestamps[..count];
        return unwrapper.Unwrap(t, facts.StepsBack)
            ? ColumnFacts.Of(t, columns.X[..count], columns.Y[..count], columns.Polarities[..count])
            : facts;
    }

    /// <summary>Decodes whole records; see <see cref="RecordDecoder"/>. On any thread: looks at nothing that changes while it reads.</summary>
    private protected abstract int DecodeRecords(ReadOnlySpan<byte> records, EventColumns to, long timeBase, out int consumed, out ColumnFacts facts);
}
