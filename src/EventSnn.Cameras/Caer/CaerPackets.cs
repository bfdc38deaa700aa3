using System.Buffers.Binary;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Aedat3;
using EventSnn.Recordings.Records;

namespace EventSnn.Cameras.Caer;

/// <summary>AEDAT 3.1 packets in memory, as libcaer makes them and cAER sends them.</summary>
internal static class CaerPackets
{
    /// <summary>Bytes of a polarity or special event.</summary>
    public const int RecordSize = 8;

    private const int SpecialReset = 1;

    /// <summary>Whether a packet holds pixel events that we know.</summary>
    /// <param name="packet">Its header.</param>
    public static bool IsPolarity(Aedat3PacketHeader packet) => packet is { Type: 1, EventSize: RecordSize, TimeOffset: 4 };

    /// <summary>Whether a packet holds special events that we know.</summary>
    /// <param name="packet">Its header.</param>
    public static bool IsSpecial(Aedat3PacketHeader packet) => packet is { Type: 0, EventSize: RecordSize };

    /// <summary>Reads a packet's header and checks that the packet ends within the bytes.</summary>
    /// <param name="bytes">From the header on.</param>
    /// <param name="packet">The header.</param>
    /// <returns>False where it is none, or is cut.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Aedat3PacketHeader packet)
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

    /// <summary>The 8-byte records of a packet.</summary>
    /// <param name="bytes">The packet from its header on.</param>
    /// <param name="packet">Its header.</param>
    public static ReadOnlySpan<byte> Records(ReadOnlySpan<byte> bytes, Aedat3PacketHeader packet) => bytes.Slice(Aedat3PacketHeader.Size, packet.Number * RecordSize);

    /// <summary>Decodes pixel events.</summary>
    /// <param name="records">The records.</param>
    /// <param name="overflow">Wraps of the 31-bit clock.</param>
    /// <param name="to">Columns.</param>
    /// <param name="consumed">Records read; those that were marked invalid are not among the events.</param>
    /// <returns>Events written.</returns>
    public static int Decode(ReadOnlySpan<byte> records, int overflow, EventColumns to, out int consumed) =>
        RecordDecoder.Decode<PolarityLayout>(records, to, (long)overflow << 31, 0, 0, out consumed);

    /// <summary>Finds a reset of the clock.</summary>
    /// <param name="records">The records of a special packet.</param>
    /// <param name="overflow">Wraps of the 31-bit clock.</param>
    /// <returns>Its time; null where there is none.</returns>
    public static long? FindReset(ReadOnlySpan<byte> records, int overflow)
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
