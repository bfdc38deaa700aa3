using System.Buffers.Binary;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Records;

namespace EventSnn.Recordings.Aedat2;

/// <summary>Reads AEDAT 1.0: records of a 16-bit DVS128 address and an unsigned 32-bit time, big-endian.</summary>
internal sealed class Aedat1Reader : RecordReader
{
    private const int Size = 6;
    private readonly JaerHeader header;

    public Aedat1Reader(RecordingSource source)
        : base(source) => header = JaerHeader.Read(source, Size);

    /// <inheritdoc/>
    public override string Format => "aedat1.0";

    /// <inheritdoc/>
    public override string? Camera => header.Chip.Name;

    /// <inheritdoc/>
    private protected override SensorSize? FileSize => SensorSize.Dvs128;

    /// <inheritdoc/>
    private protected override int RecordSize => Size;

    /// <inheritdoc/>
    private protected override int DecodeRecords(ReadOnlySpan<byte> records, EventColumns to, long timeBase, out int consumed, out ColumnFacts facts)
    {
        int count = records.Length / Size;
        int read = 0;
        int written = 0;
        for (; read < count && written < to.Length; read++)
        {
            ReadOnlySpan<byte> record = records.Slice(read * Size, Size);
            int address = BinaryPrimitives.ReadUInt16BigEndian(record);
            to.Timestamps[written] = timeBase + BinaryPrimitives.ReadUInt32BigEndian(record[2..]);
            to.X[written] = (ushort)(127 - ((address >> 1) & 0x7F));
            to.Y[written] = (ushort)(127 - ((address >> 8) & 0x7F));
            to.Polarities[written] = (byte)((address & 1) ^ 1);
            written += (address & 0x8000) == 0 ? 1 : 0;
        }

        consumed = read;
        facts = written == 0 ? default : ColumnFacts.Of(to.Timestamps[..written], to.X[..written], to.Y[..written], to.Polarities[..written]);
        return written;
    }
}
