using System.Buffers.Binary;
using EventSnn.Recordings.Bytes;
using EventSnn.Recordings.Compression;
using EventSnn.Recordings.FlatBuffers;

namespace EventSnn.Recordings.Aedat4;

/// <summary>
/// The data table of an AEDAT 4 file: where each packet lies and which times its events have. It is used only where it names every
/// packet from the first to its own beginning, without a hole, and tells counts and times of all packets of the stream.
/// </summary>
internal sealed class PacketTable
{
    private const int PacketHeader = 8;
    private readonly PacketEntry[] entries;
    private int cursor;

    private PacketTable(PacketEntry[] entries) => this.entries = entries;

    /// <summary>Reads the table; the window stays where it is, in front of the first packet.</summary>
    /// <param name="window">The content.</param>
    /// <param name="header">The file's header.</param>
    /// <param name="stream">The stream whose packets are wanted.</param>
    /// <param name="fault">What is wrong with the table; null where nothing is, or there is none.</param>
    /// <returns>The table; null where it cannot be used.</returns>
    public static PacketTable? Read(ByteWindow window, Aedat4Header header, int? stream, out string? fault)
    {
        fault = null;
        if (header.DataTable <= 0 || stream is not { } wanted || !window.CanSeek || window.ContentLength is not { } length)
        {
            return null;
        }

        try
        {
            long size = length - header.DataTable;
            if (size is < PacketHeader or > ByteWindow.MaximumSize)
            {
                throw new CompressedDataException($"one of {size} bytes");
            }

            byte[] packed = new byte[size];
            window.ReadAt(header.DataTable, packed);
            using PacketUnpacker unpacker = new(header.Compression, ByteWindow.MaximumSize);
            unpacker.Unpack(packed);
            PacketEntry[] named = Entries(unpacker.Content, window.Position, header.DataTable, wanted);

            // Older recorders leave counts and times out; their table tells only where the packets lie.
            return Array.Exists(named, e => e.Events == 0 || e.First > e.Last || e.Last == 0) ? null : new PacketTable(named);
        }
        catch (CompressedDataException e)
        {
            fault = e.Message;
            return null;
        }
    }

    /// <summary>Finds the next place to read on from.</summary>
    /// <param name="at">Where the next packet begins; never less than in the call before.</param>
    /// <param name="low">First time that is wanted.</param>
    /// <param name="high">First time behind those wanted.</param>
    /// <param name="passed">Events in packets that are passed over.</param>
    /// <returns>The same place, that of a packet further on, or the end of the packets.</returns>
    public long Next(long at, long low, long high, out long passed)
    {
        while (cursor < entries.Length && entries[cursor].ByteOffset - PacketHeader < at)
        {
            cursor++;
        }

        passed = 0;
        int from = cursor;
        while (cursor < entries.Length && (entries[cursor].Last < low || entries[cursor].First >= high))
        {
            passed += entries[cursor].Events;
            cursor++;
        }

        // Nothing passed over: packets of other streams in between are read as ever, because triggers tell of resets.
        return cursor == entries.Length ? long.MaxValue : cursor == from ? at : entries[cursor].ByteOffset - PacketHeader;
    }

    /// <summary>Whether the events of a packet have the times that the table tells.</summary>
    /// <param name="at">Where the packet begins.</param>
    /// <param name="records">Its events.</param>
    public bool Holds(long at, ReadOnlySpan<byte> records)
    {
        int i = cursor < entries.Length && entries[cursor].ByteOffset == at + PacketHeader ? cursor : Array.FindIndex(entries, e => e.ByteOffset == at + PacketHeader);
        if (i < 0 || entries[i].Events != records.Length / EventRecords.Size)
        {
            return false;
        }

        for (; records.Length >= EventRecords.Size; records = records[EventRecords.Size..])
        {
            long t = BinaryPrimitives.ReadInt64LittleEndian(records);
            if (t < entries[i].First || t > entries[i].Last)
            {
                return false;
            }
        }

        return true;
    }

    private static PacketEntry[] Entries(ReadOnlySpan<byte> content, long firstPacket, long end, int stream)
    {
        uint length = content.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(content);
        if (length < 8 || length > content.Length - 4 || !content.Slice(8, 4).SequenceEqual("FTAB"u8))
        {
            throw new CompressedDataException("one that is no FlatBuffer of the kind FTAB");
        }

        ReadOnlySpan<byte> buffer = content.Slice(4, (int)length);
        ReadOnlySpan<byte> offsets = FlatTable.Root(buffer).Vector(0, 4, out int start);
        List<PacketEntry> found = [];
        long place = firstPacket;
        for (int i = 0; i < offsets.Length; i += 4)
        {
            FlatTable entry = new(buffer, start + i + (long)BinaryPrimitives.ReadUInt32LittleEndian(offsets[i..]));
            int info = entry.Struct(1, 8);
            int id = info == 0 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(buffer[info..]);
            int size = info == 0 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(buffer[(info + 4)..]);
            PacketEntry packet = new(entry.Int64(0, 0), size, entry.Int64(2, 0), entry.Int64(3, 0), entry.Int64(4, 0));
            if (packet.ByteOffset != place + PacketHeader || size < 0 || packet.Events < 0)
            {
                throw new CompressedDataException($"a packet at byte {packet.ByteOffset} where one begins at {place + PacketHeader}");
            }

            place = packet.ByteOffset + size;
            if (id == stream)
            {
                found.Add(packet);
            }
        }

        return place == end ? [.. found] : throw new CompressedDataException($"packets up to byte {place}, while they go on to {end}");
    }
}
