using System.Buffers.Binary;

namespace EventSnn.Recordings.Aedat4;

/// <summary>How many events a packet can hold, told by its first bytes without unpacking it.</summary>
internal static class PacketLength
{
    /// <summary>So many bytes of a body are enough.</summary>
    public const int Needed = 32;

    /// <summary>What a FlatBuffer with events holds besides them at least: its length, its root, its kind, a table of one field and its layout, and their number.</summary>
    private const int LeastFrame = 30;

    /// <summary>The most events of a packet, if its first bytes tell the truth.</summary>
    /// <param name="compression">How packets are compressed.</param>
    /// <param name="body">The first bytes of its body.</param>
    /// <returns>Null where they do not tell.</returns>
    public static int? MostEvents(Aedat4Compression compression, ReadOnlySpan<byte> body)
    {
        long? content = body.Length < Needed ? null : compression switch
        {
            Aedat4Compression.None => BinaryPrimitives.ReadUInt32LittleEndian(body) + 4L,
            Aedat4Compression.Lz4 or Aedat4Compression.Lz4High => OfLz4(body),
            _ => OfZstd(body),
        };
        return content is { } bytes ? (int)(Math.Max(0, bytes - LeastFrame) / EventRecords.Size) : null;
    }

    /// <summary>The content begins with its length, and the first block of a frame with bytes as they are.</summary>
    private static long? OfLz4(ReadOnlySpan<byte> frame)
    {
        // Magic, flags, block size; then perhaps the size of the content and the number of a dictionary; then a checksum.
        int flags = frame[4];
        int at = 7 + ((flags & 0x08) != 0 ? 8 : 0) + ((flags & 0x01) != 0 ? 4 : 0);
        bool isStored = (BinaryPrimitives.ReadUInt32LittleEndian(frame[at..]) & 0x80000000) != 0;
        at += 4;
        if (!isStored)
        {
            int literals = frame[at++] >> 4;
            while (literals == 15 && at < Needed - 4 && frame[at++] == 255)
            {
            }

            if (literals < 4)
            {
                return null;
            }
        }

        return at <= Needed - 4 ? BinaryPrimitives.ReadUInt32LittleEndian(frame[at..]) + 4L : null;
    }

    /// <summary>The header of a frame tells the size of its content, where the writer knew it.</summary>
    private static long? OfZstd(ReadOnlySpan<byte> frame)
    {
        int descriptor = frame[4];
        bool isOneSegment = (descriptor & 0x20) != 0;
        int at = 5 + (isOneSegment ? 0 : 1) + ((descriptor & 3) == 3 ? 4 : descriptor & 3);
        return (descriptor >> 6) switch
        {
            0 => isOneSegment ? frame[at] : null,
            1 => BinaryPrimitives.ReadUInt16LittleEndian(frame[at..]) + 256,
            2 => BinaryPrimitives.ReadUInt32LittleEndian(frame[at..]),
            _ => (long)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt64LittleEndian(frame[at..])),
        };
    }
}
