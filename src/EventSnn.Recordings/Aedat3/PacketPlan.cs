using EventSnn.Recordings.Records;
using Microsoft.Win32.SafeHandles;

namespace EventSnn.Recordings.Aedat3;

/// <summary>
/// Walks from packet header to packet header and gathers the polarity events of some packets for a chunk. Ends in front of everything that the
/// reader must look at itself: special packets (resets of the clock), headers that do not agree with themselves, packets that the file does not hold whole.
/// </summary>
/// <param name="file">The file.</param>
internal sealed class PacketPlan(SafeFileHandle file)
{
    /// <summary>Room for headers and packets of other kinds between the events of a chunk.</summary>
    private const int Between = 64 * 1024;
    private readonly byte[] header = new byte[Aedat3PacketHeader.Size];
    private int mostRecords;
    private int mostBytes;
    private long at;
    private long end;
    private PacketPlace place;

    /// <summary>Sets how long a chunk may be.</summary>
    /// <param name="records">Events.</param>
    /// <returns>Bytes.</returns>
    public int MostBytes(int records)
    {
        mostRecords = records;
        mostBytes = (records * RecordDecoder.RecordSize) + Between;
        return mostBytes;
    }

    /// <summary>Begins at a place of the file.</summary>
    /// <param name="position">Offset in the file.</param>
    /// <param name="length">Bytes of the file.</param>
    /// <param name="start">Where the reader stands in its packet.</param>
    public void Begin(long position, long length, PacketPlace start) => (at, end, place) = (position, length, start);

    /// <summary>Plans a chunk.</summary>
    /// <param name="chunk">Gets its place and its runs of events.</param>
    /// <returns>False where there is none.</returns>
    public bool Next(PacketChunk chunk)
    {
        long start = at;
        int left = mostRecords;
        while (left > 0)
        {
            if (place.Records == 0 && !NextPacket(chunk, start + mostBytes))
            {
                break;
            }

            int count = (int)Math.Min(Math.Min(left, place.Records), (start + mostBytes - at) / RecordDecoder.RecordSize);
            if (place.Records > 0 && (count == 0 || place.Packet.Type != 1 || at + ((place.Records * RecordDecoder.RecordSize) + place.Padding) > end))
            {
                break;
            }

            if (count > 0)
            {
                chunk.Runs.Add(((int)(at - start), count, place.Packet.Overflow));
                at += (long)count * RecordDecoder.RecordSize;
                place = place with { Records = place.Records - count };
                left -= count;
            }
        }

        chunk.Position = start;
        chunk.Length = (int)(at - start);
        chunk.MostEvents = mostRecords - left;
        chunk.After = place;
        return chunk.Length > 0;
    }

    /// <summary>Moves to the events of the next packet, or behind a packet of another kind.</summary>
    private bool NextPacket(PacketChunk chunk, long limit)
    {
        long here = at + place.Padding;
        if (here + Aedat3PacketHeader.Size > Math.Min(limit, end) || !Read(here))
        {
            return false;
        }

        Aedat3PacketHeader next = Aedat3PacketHeader.Read(header);
        bool isPolarity = next is { Type: 1, EventSize: RecordDecoder.RecordSize, TimeOffset: 4 };
        long behind = here + Aedat3PacketHeader.Size + next.DataLength;
        bool isPlain = next.EventSize >= 0 && next.Capacity >= 0 && next.Number >= 0 && next.Number <= next.Capacity && next.Overflow >= 0 && behind <= end
            && (isPolarity || (next.Type > 1 && behind <= limit));
        if (!isPlain)
        {
            return false;
        }

        long records = isPolarity ? next.Number : 0;
        if (!isPolarity)
        {
            chunk.Others.Add((next.TypeName, next.Number));
        }

        at = here + Aedat3PacketHeader.Size;
        place = new PacketPlace(next, records, next.DataLength - (records * RecordDecoder.RecordSize));
        return true;
    }

    private bool Read(long position)
    {
        int have = 0;
        while (have < header.Length)
        {
            int n = RandomAccess.Read(file, header.AsSpan(have), position + have);
            if (n == 0)
            {
                return false;
            }

            have += n;
        }

        return true;
    }
}
