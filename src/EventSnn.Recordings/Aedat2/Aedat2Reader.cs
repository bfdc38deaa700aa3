using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Records;

namespace EventSnn.Recordings.Aedat2;

/// <summary>Reads AEDAT 2.0: records of a 32-bit address and an unsigned 32-bit time, big-endian.</summary>
internal sealed class Aedat2Reader : RecordReader
{
    private readonly JaerHeader header;

    public Aedat2Reader(RecordingSource source)
        : base(source) => header = JaerHeader.Read(source, RecordDecoder.RecordSize);

    /// <inheritdoc/>
    public override string Format => "aedat2.0";

    /// <inheritdoc/>
    public override string FormatDetail => $"{Format}, chip {header.Chip.Name} ({header.ChipFrom})";

    /// <inheritdoc/>
    public override string? Camera => header.Chip.Name;

    /// <inheritdoc/>
    private protected override SensorSize? FileSize => header.Chip.Size;

    /// <inheritdoc/>
    private protected override int DecodeRecords(ReadOnlySpan<byte> records, EventColumns to, long timeBase, out int consumed, out ColumnFacts facts)
    {
        int flipX = header.Chip.Size.Width - 1;
        int flipY = header.Chip.Size.Height - 1;
        return header.Chip.Layout switch
        {
            JaerLayout.Dvs128 => RecordDecoder.Decode<Dvs128Layout>(records, to, timeBase, flipX, flipY, out consumed, out facts),
            JaerLayout.Davis => RecordDecoder.Decode<DavisLayout>(records, to, timeBase, flipX, flipY, out consumed, out facts),
            _ => RecordDecoder.Decode<Dvs640Layout>(records, to, timeBase, flipX, flipY, out consumed, out facts),
        };
    }
}
