using EventSnn.Events.Batches;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Records;

/// <summary>Reads a file whose body is nothing but event records of one size with unsigned 32-bit times.</summary>
internal abstract class RecordReader(RecordingSource source) : RecordingReader(source)
{
    private TimeUnwrapper unwrapper;

    /// <summary>Bytes in a record.</summary>
    private protected virtual int RecordSize => RecordDecoder.RecordSize;

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

        EventColumns columns = batch.GetFreeColumns();
        int written = DecodeRecords(bytes[..(whole * RecordSize)], columns, unwrapper.Epoch, out int consumed);
        unwrapper.Unwrap(columns.Timestamps[..written]);
        batch.Advance(written);
        Skip(SkipReason.NotAPixel, consumed - written);
        Window.Consume(consumed * RecordSize);
        return true;
    }

    /// <summary>Decodes whole records; see <see cref="RecordDecoder.Decode"/>.</summary>
    private protected abstract int DecodeRecords(ReadOnlySpan<byte> records, EventColumns to, long timeBase, out int consumed);
}
