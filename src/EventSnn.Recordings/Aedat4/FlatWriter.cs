using System.Buffers.Binary;
using System.Text;

namespace EventSnn.Recordings.Aedat4;

/// <summary>Writes the three FlatBuffers that an AEDAT 4 file needs, byte for byte as laid out here.</summary>
internal static class FlatWriter
{
    /// <summary>Bytes before the first event of an event packet.</summary>
    public const int EventPrefix = 32;

    /// <summary>Writes what stands before the events of a size-prefixed event packet.</summary>
    /// <param name="target">32 bytes, which the events follow.</param>
    /// <param name="count">Events.</param>
    public static void EventPacket(Span<byte> target, int count)
    {
        target.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(target, EventPrefix - 4 + (count * EventRecords.Size));
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], 16);
        "EVTS"u8.CopyTo(target[8..]);

        // The vtable (length, table length, offset of field 0) at 14, the table at 20, the vector at 28; events lie at a multiple of 8.
        BinaryPrimitives.WriteInt16LittleEndian(target[14..], 6);
        BinaryPrimitives.WriteInt16LittleEndian(target[16..], 8);
        BinaryPrimitives.WriteInt16LittleEndian(target[18..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(target[20..], 6);
        BinaryPrimitives.WriteInt32LittleEndian(target[24..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(target[28..], count);
    }

    /// <summary>The size-prefixed header of a file.</summary>
    /// <param name="compression">How packets are compressed.</param>
    /// <param name="xml">The XML that declares the streams.</param>
    /// <param name="tableOffset">Where the position of the data table stands in the answer, for filling in at the end.</param>
    public static byte[] Header(Aedat4Compression compression, string xml, out int tableOffset)
    {
        byte[] text = Encoding.UTF8.GetBytes(xml);
        int length = (48 + text.Length + 1 + 7) & ~7;
        byte[] target = new byte[length];
        BinaryPrimitives.WriteInt32LittleEndian(target, length - 4);
        BinaryPrimitives.WriteInt32LittleEndian(target.AsSpan(4), 20);
        "IOHE"u8.CopyTo(target.AsSpan(8));

        // vtable at 12 (10 bytes), table at 24: offset to vtable, compression, position of the data table, string.
        Span<byte> vtable = target.AsSpan(12);
        BinaryPrimitives.WriteInt16LittleEndian(vtable, 10);
        BinaryPrimitives.WriteInt16LittleEndian(vtable[2..], 20);
        BinaryPrimitives.WriteInt16LittleEndian(vtable[4..], 4);
        BinaryPrimitives.WriteInt16LittleEndian(vtable[6..], 8);
        BinaryPrimitives.WriteInt16LittleEndian(vtable[8..], 16);
        Span<byte> table = target.AsSpan(24);
        BinaryPrimitives.WriteInt32LittleEndian(table, 12);
        BinaryPrimitives.WriteInt32LittleEndian(table[4..], (int)compression);
        tableOffset = 32;
        BinaryPrimitives.WriteInt64LittleEndian(table[8..], -1);
        BinaryPrimitives.WriteInt32LittleEndian(table[16..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(target.AsSpan(44), text.Length);
        text.CopyTo(target.AsSpan(48));
        return target;
    }

    /// <summary>The size-prefixed table of packets.</summary>
    /// <param name="packets">The packets in file order.</param>
    public static byte[] DataTable(IReadOnlyList<PacketEntry> packets)
    {
        // size, root, id, vtable of the root at 12 (6 bytes), vtable of an entry at 18 (14 bytes), root table at 32, vector at 40.
        const int EntrySize = 48;
        int offsets = 44;
        int entries = (offsets + (4 * packets.Count) + 7) & ~7;
        byte[] target = new byte[entries + (EntrySize * packets.Count)];
        BinaryPrimitives.WriteInt32LittleEndian(target, target.Length - 4);
        BinaryPrimitives.WriteInt32LittleEndian(target.AsSpan(4), 28);
        "FTAB"u8.CopyTo(target.AsSpan(8));
        short[] rootVtable = [6, 8, 4];
        short[] entryVtable = [14, 44, 4, 12, 20, 28, 36];
        Write(target.AsSpan(12), rootVtable);
        Write(target.AsSpan(18), entryVtable);
        BinaryPrimitives.WriteInt32LittleEndian(target.AsSpan(32), 32 - 12);
        BinaryPrimitives.WriteInt32LittleEndian(target.AsSpan(36), 4);
        BinaryPrimitives.WriteInt32LittleEndian(target.AsSpan(40), packets.Count);
        for (int i = 0; i < packets.Count; i++)
        {
            // The table begins 4 bytes into its place, so that its 64-bit fields lie at multiples of 8.
            int at = entries + (EntrySize * i) + 4;
            BinaryPrimitives.WriteInt32LittleEndian(target.AsSpan(offsets + (4 * i)), at - (offsets + (4 * i)));
            Span<byte> entry = target.AsSpan(at);
            BinaryPrimitives.WriteInt32LittleEndian(entry, at - 18);
            BinaryPrimitives.WriteInt64LittleEndian(entry[4..], packets[i].ByteOffset);
            BinaryPrimitives.WriteInt32LittleEndian(entry[12..], 0);
            BinaryPrimitives.WriteInt32LittleEndian(entry[16..], packets[i].Size);
            BinaryPrimitives.WriteInt64LittleEndian(entry[20..], packets[i].Events);
            BinaryPrimitives.WriteInt64LittleEndian(entry[28..], packets[i].First);
            BinaryPrimitives.WriteInt64LittleEndian(entry[36..], packets[i].Last);
        }

        return target;
    }

    private static void Write(Span<byte> target, short[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(target[(2 * i)..], values[i]);
        }
    }
}
