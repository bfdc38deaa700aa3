using System.Buffers.Binary;
using EventSnn.Cameras.Sockets;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Aedat3;
using EventSnn.Recordings.Records;

namespace EventSnn.Cameras.Caer;

/// <summary>cAER over UDP: every datagram is a header and whole AEDAT 3.1 packets.</summary>
internal sealed class CaerDatagrams(SensorSize size) : DatagramDecoder(size)
{
    private const int RecordSize = 8;
    private const int SpecialReset = 1;

    /// <inheritdoc/>
    public override int MostEvents(int bytes) => bytes / RecordSize;

    /// <inheritdoc/>
    public override string? Check(ReadOnlySpan<byte> datagram, out DatagramHead head)
    {
        string? fault = CaerHeader.Check(datagram, out long number);
        long? reset = null;
        ReadOnlySpan<byte> rest = fault is null ? datagram[CaerHeader.Size..] : default;
        while (fault is null && !rest.IsEmpty)
        {
            if (!TryPacket(rest, out Aedat3PacketHeader packet))
            {
                fault = "a packet that does not end within its datagram";
                break;
            }

            reset ??= packet is { Type: 0, EventSize: RecordSize } ? FindReset(Records(rest, packet), packet.Overflow) : null;
            rest = rest[(Aedat3PacketHeader.Size + (int)packet.DataLength)..];
        }

        head = new DatagramHead(number, ResetAt: reset);
        return fault;
    }

    /// <inheritdoc/>
    public override int Decode(ReadOnlySpan<byte> datagram, EventColumns to, out int skipped)
    {
        skipped = 0;
        int written = 0;
        for (ReadOnlySpan<byte> rest = datagram[CaerHeader.Size..]; !rest.IsEmpty;)
        {
            _ = TryPacket(rest, out Aedat3PacketHeader packet);
            if (packet is { Type: 1, EventSize: RecordSize, TimeOffset: 4 })
            {
                var free = new EventColumns(to.Timestamps[written..], to.X[written..], to.Y[written..], to.Polarities[written..]);
                int n = RecordDecoder.Decode<PolarityLayout>(Records(rest, packet), free, (long)packet.Overflow << 31, 0, 0, out int consumed);
                written += n;
                skipped += consumed - n;
            }

            rest = rest[(Aedat3PacketHeader.Size + (int)packet.DataLength)..];
        }

        return written;
    }

    private static bool TryPacket(ReadOnlySpan<byte> bytes, out Aedat3PacketHeader packet)
    {
        packet = default;
        if (bytes.Length < Aedat3PacketHeader.Size)
        {
            return false;
        }

        packet = Aedat3PacketHeader.Read(bytes);
        return packet.EventSize >= 0 && packet.Capacity >= 0 && packet.Number >= 0 && packet.Number <= packet.Capacity && packet.Type >= 0 && packet.Overflow >= 0
            && packet.DataLength <= bytes.Length - Aedat3PacketHeader.Size;
    }

    private static ReadOnlySpan<byte> Records(ReadOnlySpan<byte> bytes, Aedat3PacketHeader packet) =>
        bytes.Slice(Aedat3PacketHeader.Size, packet.Number * RecordSize);

    private static long? FindReset(ReadOnlySpan<byte> records, int overflow)
    {
        for (; records.Length >= RecordSize; records = records[RecordSize..])
        {
            uint data = BinaryPrimitives.ReadUInt32LittleEndian(records);
            if ((data & 1) == 1 && ((data >> 1) & 0x7F) == SpecialReset)
            {
                return ((long)overflow << 31) + BinaryPrimitives.ReadInt32LittleEndian(records[4..]);
            }
        }

        return null;
    }
}
