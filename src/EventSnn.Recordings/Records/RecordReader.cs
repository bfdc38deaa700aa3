using EventSnn.Events.Batches;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Seeking;

namespace EventSnn.Recordings.Records;

/// <summary>Reads a file whose body is nothing but event records of one size with unsigned 32-bit times.</summary>
internal abstract class RecordReader(RecordingSource source) : RecordingReader(source)
{
    private TimeUnwrapper unwrapper;

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
            int written = DecodeRecords(bytes, columns, unwrapper.Epoch, out int consumed);
            if (written > 0)
            {
                Advance(batch, written, LookAt(columns, written));
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

    /// <summary>Unwraps the times of some events and tells what is to be known of these.</summary>
    private ColumnFacts LookAt(EventColumns columns, int count)
    {
        Span<long> t = columns.Timestamps[..count];
        ColumnFacts facts = ColumnFacts.Of(t, columns.X[..count], columns.Y[..count], columns.Polarities[..count]);
        return unwrapper.Unwrap(t, facts.StepsBack)
            ? ColumnFacts.Of(t, columns.X[..count], columns.Y[..count], columns.Polarities[..count])
            : facts;
    }

    /// <summary>Decodes whole records; see <see cref="RecordDecoder.Decode"/>.</summary>
    private protected abstract int DecodeRecords(ReadOnlySpan<byte> records, EventColumns to, long timeBase, out int consumed);
}
