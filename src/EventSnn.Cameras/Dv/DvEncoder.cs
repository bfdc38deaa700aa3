using System.Buffers.Binary;
using EventSnn.Cameras.Senders;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Aedat4;

namespace EventSnn.Cameras.Dv;

/// <summary>Writes AEDAT 4 packets without compression: behind a header as dv-processing sends it, or bare as the older output module did.</summary>
/// <param name="size">The sensor, for the header.</param>
/// <param name="hasHeader">Whether the connection begins with a header.</param>
internal sealed class DvEncoder(SensorSize size, bool hasHeader) : EventEncoder(PacketHeader + FlatWriter.EventPrefix + (MostEvents * EventRecords.Size))
{
    private const int PacketHeader = 8;
    private const int MostEvents = 8192;

    /// <inheritdoc/>
    public override byte[] Opening => hasHeader
        ? FlatWriter.Header(Aedat4Compression.None, Aedat4Info.Compose(size, "EventSnn", "NONE"), out _) : [];

    /// <inheritdoc/>
    private protected override int Encode(EventBatch batch, int start, Span<byte> target, out int taken)
    {
        Require(batch, start, short.MaxValue, short.MaxValue, long.MaxValue);
        taken = Math.Min(batch.Count - start, MostEvents);
        int body = FlatWriter.EventPrefix + (taken * EventRecords.Size);
        BinaryPrimitives.WriteInt32LittleEndian(target, 0);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], body);
        FlatWriter.EventPacket(target.Slice(PacketHeader, FlatWriter.EventPrefix), taken);
        Span<byte> records = target[(PacketHeader + FlatWriter.EventPrefix)..];
        for (int i = 0; i < taken; i++)
        {
            Span<byte> record = records.Slice(i * EventRecords.Size, EventRecords.Size);
            BinaryPrimitives.WriteInt64LittleEndian(record, batch.Timestamps[start + i]);
            BinaryPrimitives.WriteUInt64LittleEndian(
                record[8..], batch.X[start + i] | ((ulong)batch.Y[start + i] << 16) | ((ulong)batch.Polarities[start + i] << 32));
        }

        return PacketHeader + body;
    }
}
