using System.Buffers.Binary;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Ahead;
using EventSnn.Recordings.Compression;
using EventSnn.Recordings.Reading;
using Microsoft.Win32.SafeHandles;

namespace EventSnn.Recordings.Aedat4;

/// <summary>
/// Decodes packets of one stream apart from the reader. Each core reads, unpacks and decodes its chunks in buffers of its own: it takes longer to
/// fetch what another core has just unpacked than to unpack it. Triggers, damaged packets and whatever else is odd are left to the reader.
/// </summary>
/// <param name="reader">The reader.</param>
/// <param name="header">The header of its file.</param>
/// <param name="file">The file.</param>
internal sealed class PacketChunks(Aedat4Reader reader, Aedat4Header header, SafeFileHandle file) : IChunkFormat, IDisposable
{
    /// <summary>Bytes of a chunk at most; of a recording that is hardly compressed, a chunk holds fewer events.</summary>
    private const int MostBytes = 512 * 1024;

    /// <summary>Packets of other streams that a chunk passes over at most.</summary>
    private const int MostOthers = 64;

    /// <summary>Events that are decoded and looked at while they are in the first-level cache.</summary>
    private const int Piece = 1024;

    private readonly byte[] head = new byte[Aedat4Reader.PacketHeader + PacketLength.Needed];
    private readonly PacketGroup ofReader = new(header.Compression, PacketGroup.LimitAhead);
    private readonly PacketGroup ofHelper = new(header.Compression, PacketGroup.LimitAhead);
    private int capacity;
    private long planAt;
    private long planEnd;

    /// <summary>Whether the plan ended at a packet that holds more events than a batch: such packets are the reader's.</summary>
    public bool EndedAtLarge { get; private set; }

    /// <inheritdoc/>
    int IChunkFormat.MostBytes(int records)
    {
        capacity = records;
        return MostBytes;
    }

    /// <inheritdoc/>
    public Chunk Create(EventBatch events) => new GroupChunk(events);

    /// <inheritdoc/>
    public void Replan()
    {
        planAt = reader.Position;
        planEnd = !reader.IsBetweenPackets ? 0 : header.DataTable > 0 ? Math.Min(header.DataTable, reader.Length) : reader.Length;
    }

    /// <inheritdoc/>
    public bool Plan(Chunk chunk)
    {
        GroupChunk here = (GroupChunk)chunk;
        long at = planAt;
        int events = 0;
        while (events < capacity && at + Aedat4Reader.PacketHeader <= planEnd && here.Others.Count < MostOthers)
        {
            int have = RandomAccess.Read(file, head, at);
            if (have < Aedat4Reader.PacketHeader)
            {
                break;
            }

            int stream = BinaryPrimitives.ReadInt32LittleEndian(head);
            int size = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(4));
            long behind = at + Aedat4Reader.PacketHeader + size;
            bool isWanted = stream == reader.Wanted;
            if (size < 0 || behind > planEnd || behind - planAt > MostBytes || !(isWanted || reader.IsPassedOver(stream)))
            {
                break;
            }

            if (isWanted)
            {
                // Where nothing tells how many events a packet holds, it is a chunk of its own.
                int most = PacketLength.MostEvents(header.Compression, head.AsSpan(Aedat4Reader.PacketHeader, have - Aedat4Reader.PacketHeader)) ?? capacity;
                if (most > capacity - events)
                {
                    EndedAtLarge = most > capacity;
                    break;
                }

                EndedAtLarge = false;
                here.Packets.Add((at, size));
                events += most;
            }
            else
            {
                here.Others.Add(stream);
            }

            at = behind;
        }

        here.Position = planAt;
        here.Length = (int)(at - planAt);
        here.MostEvents = events;
        planAt = at;
        return here.Length > 0;
    }

    /// <inheritdoc/>
    public void Settle(Chunk chunk) => chunk.IsSettled = true;

    /// <inheritdoc/>
    public void Decode(Chunk chunk, ReadOnlySpan<byte> bytes, EventBatch to)
    {
        GroupChunk here = (GroupChunk)chunk;
        PacketGroup group = here.IsOfHelper ? ofHelper : ofReader;
        here.Facts = default;
        try
        {
            for (int first = 0; first < here.Packets.Count && !here.HasFailed; first += group.Count)
            {
                group.Clear();
                for (int i = first; i < here.Packets.Count && !group.IsFull; i++)
                {
                    (long at, int size) = here.Packets[i];
                    group.Add(at, at + Aedat4Reader.PacketHeader, size);
                }

                group.Unpack(bytes, here.Position);
                for (int i = first; i < first + group.Count && !here.HasFailed; i++)
                {
                    here.HasFailed = !group.TryTake(here.Packets[i].At) || !EventPacket.TryFind(group.Content, out Range events) || !Add(here, group.Content[events], to);
                }
            }
        }
        catch (CompressedDataException)
        {
            here.HasFailed = true; // the reader meets it again, and tells
        }
    }

    /// <inheritdoc/>
    public bool Accept(Chunk chunk)
    {
        foreach (int stream in ((GroupChunk)chunk).Others)
        {
            reader.CountPassedOver(stream);
        }

        return true;
    }

    /// <inheritdoc/>
    public bool MayGoOnBehind(Chunk chunk)
    {
        EndedAtLarge = false; // that was behind this chunk
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ofReader.Dispose();
        ofHelper.Dispose();
    }

    /// <summary>Decodes the events of a packet.</summary>
    /// <returns>False where there are more than its first bytes told.</returns>
    private static bool Add(GroupChunk chunk, ReadOnlySpan<byte> records, EventBatch to)
    {
        if (to.Count + (records.Length / EventRecords.Size) > chunk.MostEvents)
        {
            return false;
        }

        for (int at = 0; at < records.Length; at += Piece * EventRecords.Size)
        {
            int before = to.Count;
            EventColumns free = to.GetFreeColumns();
            int count = EventRecords.Decode(records[at..Math.Min(records.Length, at + (Piece * EventRecords.Size))], free);
            to.Advance(count);
            ColumnFacts facts = ColumnFacts.Of(free.Timestamps[..count], free.X[..count], free.Y[..count], free.Polarities[..count]);
            chunk.Facts = before == 0 ? facts : chunk.Facts.With(facts, to.Timestamps[before] < to.Timestamps[before - 1]);
        }

        return true;
    }
}
