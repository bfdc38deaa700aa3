using System.Buffers.Binary;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Ahead;
using EventSnn.Recordings.Bytes;
using EventSnn.Recordings.Compression;
using EventSnn.Recordings.FlatBuffers;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Seeking;

namespace EventSnn.Recordings.Aedat4;

/// <summary>Reads one event stream of AEDAT 4. Packets of other streams are passed over, but for triggers, which tell of time resets.</summary>
internal sealed class Aedat4Reader : RecordingReader
{
    /// <summary>Bytes in front of the body of a packet.</summary>
    public const int PacketHeader = 8;
    private const int TriggerReset = 0;

    private const int LargestAhead = 4 * 1024 * 1024;
    private readonly Aedat4Header header;
    private readonly PacketChunks? chunks;
    private readonly PacketGroup group;
    private readonly Dictionary<int, string> otherNames = [];
    private int? wanted;
    private int next;
    private int end;
    private bool xmlFault;
    private string? tableFault;
    private long packetAt;
    private PacketTable? table;

    public Aedat4Reader(RecordingSource source)
        : base(source)
    {
        header = Aedat4Header.Read(source, out xmlFault);
        if (header.Compression is Aedat4Compression.Zstd or Aedat4Compression.ZstdHigh && !Zstd.IsAvailable)
        {
            throw source.Error(0, "an LZ4 or uncompressed file, or a Zstandard library on this system", "Zstandard packets and no such library", Zstd.Missing);
        }

        group = new PacketGroup(header.Compression);
        chunks = source.File is { } file ? new PacketChunks(this, header, file) : null;
        Aedat4Stream? chosen = Choose(source);
        wanted = chosen?.Id;
        FileSize = chosen?.Size;
        Camera = chosen?.Source;
        if (source.Options is not { From: null, To: null })
        {
            table = PacketTable.Read(source.Window, header, wanted, out tableFault);
        }
    }

    /// <inheritdoc/>
    public override string Format => "aedat4";

    /// <inheritdoc/>
    public override string FormatDetail
    {
        get
        {
            string streams = string.Join(", ", header.Streams.Select(s => $"{s.Id} {s.Name} {s.Type}"));
            return $"aedat4, {header.Compression.ToString().ToLowerInvariant()}, data table {(header.DataTable > 0 ? "present" : "absent")}"
                + (streams.Length > 0 ? $", streams {streams}" : ", no stream declared");
        }
    }

    /// <inheritdoc/>
    public override string? Camera { get; }

    /// <inheritdoc/>
    private protected override SensorSize? FileSize { get; }

    /// <inheritdoc/>
    private protected override bool HasTimeTable => table is not null;

    /// <inheritdoc/>
    private protected override bool Decode(EventBatch batch)
    {
        if (xmlFault)
        {
            xmlFault = false;
            Warn(0, "XML in the header that declares the streams", "XML that is damaged");
        }

        if (tableFault is not null)
        {
            Warn(header.DataTable, "a data table that tells where every packet lies", $"{tableFault} (the range is found without it)");
            tableFault = null;
        }

        while (batch.Free > 0 && !MustEndBatch)
        {
            if (next < end)
            {
                EventColumns piece = NextPiece(batch);
                int n = EventRecords.Decode(group.Content[next..end], piece);
                Advance(batch, piece, n);
                next += n * EventRecords.Size;
            }
            else if (!NextPacket())
            {
                return false;
            }

            if (next == end && ChunksGoOn)
            {
                return true;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    private protected override void CarryState(ReaderState state)
    {
        // A place inside a packet is kept as the packet and an offset in its content.
        int offset = next < end ? next : 0;
        long at = next < end ? packetAt : Window.Position;
        state.Carry(ref at);
        state.Carry(ref offset);
        if (state.IsRestoring)
        {
            Window.Seek(at);
            next = end = 0;
            if (offset > 0 && NextPacket())
            {
                next = Math.Clamp(offset, next, end);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        chunks?.Dispose();
        group.Dispose();
    }

    /// <inheritdoc/>
    private protected override IChunkFormat? Chunks => chunks;

    /// <summary>Whether chunks go on behind the packet that the reader itself decodes.</summary>
    private bool ChunksGoOn => HasChunks && chunks is { EndedAtLarge: false };

    /// <summary>The stream whose events are read; null where none is known yet.</summary>
    internal int? Wanted => wanted;

    /// <summary>Where the next packet begins.</summary>
    internal long Position => Window.Position;

    /// <summary>Bytes of the content.</summary>
    internal long Length => Window.ContentLength ?? 0;

    /// <summary>Whether all events of the packets before have been handed on.</summary>
    internal bool IsBetweenPackets => next == end && !xmlFault;

    /// <summary>Whether packets of a stream are not looked into: they hold neither the events that are wanted nor triggers.</summary>
    internal bool IsPassedOver(int stream)
    {
        Aedat4Stream? declared = Declared(stream);
        bool mayHoldEvents = wanted == stream || (wanted is null && declared is null);
        bool isTrigger = declared?.Type == "TRIG" || (declared is null && header.Streams.Count == 0);
        return !mayHoldEvents && !isTrigger;
    }

    /// <summary>Counts a packet that is not looked into.</summary>
    internal void CountPassedOver(int stream) => Count(stream, Declared(stream)?.Type);

    private bool NextPacket()
    {
        if (table is not null && Range is { } wantedTimes)
        {
            long jump = table.Next(Window.Position, wantedTimes.Low, wantedTimes.High, out long events);
            wantedTimes.PassOver(events);
            Window.Skip(jump - Window.Position);
        }

        long at = Window.Position;
        if (header.DataTable > 0 && at >= header.DataTable)
        {
            return false;
        }

        packetAt = at;
        ReadOnlySpan<byte> head = Window.FillSpan(PacketHeader);
        if (head.Length < PacketHeader)
        {
            if (head.Length > 0)
            {
                Damage(at, $"a packet header of {PacketHeader} bytes", $"the end of the file after {head.Length} bytes of it");
            }

            return false;
        }

        int stream = BinaryPrimitives.ReadInt32LittleEndian(head);
        int size = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        if (size is < 0 or > ByteWindow.MaximumSize)
        {
            Damage(at + 4, $"a packet of 0 to {ByteWindow.MaximumSize} bytes", $"{size} (the rest of the file is not read)");
            return false;
        }

        Window.Consume(PacketHeader);
        if (IsPassedOver(stream))
        {
            return PassOver(stream, size, at);
        }

        if (!Window.Fill(size))
        {
            Damage(at + PacketHeader, $"a packet of {size} bytes", $"the end of the file after {Window.Available.Length} bytes of it");
            return false;
        }

        try
        {
            Unpack(stream, at, size);
            Take(stream);
            CheckTable(at);
        }
        catch (CompressedDataException e)
        {
            next = end = 0;
            Damage(at + PacketHeader, $"a whole packet of stream {stream}", e.Message);
        }

        Window.Consume(size);
        return true;
    }

    /// <summary>Unpacks the packet whose body is next, unless that was done already; the packets behind it with it, where that is faster.</summary>
    private void Unpack(int stream, long at, int size)
    {
        if (group.TryTake(at))
        {
            return;
        }

        bool isKnownDamaged = group.Names(at);
        group.Clear();
        group.Add(at, Window.Position, size);
        if (stream == wanted && !isKnownDamaged && !ChunksGoOn && Window.CanSeek)
        {
            AddPackets(size);
        }

        if (group.Count > 1)
        {
            group.Unpack(Window.Available, Window.Position);
        }

        if (group.Count == 1 || !group.TryTake(at))
        {
            group.UnpackOne(Window.Available[..size]);
        }
    }

    /// <summary>Adds those packets of the chosen stream to the group that follow at some distance.</summary>
    private void AddPackets(int distance)
    {
        int passed = distance;
        for (int i = 0; i < 16 && !group.IsFull; i++)
        {
            if (Window.Available.Length < passed + PacketHeader && !Window.Fill(passed + PacketHeader))
            {
                break;
            }

            ReadOnlySpan<byte> bytes = Window.Available[passed..];
            int stream = BinaryPrimitives.ReadInt32LittleEndian(bytes);
            int size = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
            long at = Window.Position + passed;
            if (size < 0 || size > LargestAhead || passed > LargestAhead || (header.DataTable > 0 && at >= header.DataTable))
            {
                break;
            }

            // Large packets are unpacked one by one: together they would not stay in the second-level cache.
            if (stream == wanted)
            {
                if (group.Bytes + size > PacketGroup.MostBytes || !Window.Fill(passed + PacketHeader + size))
                {
                    break;
                }

                group.Add(at, at + PacketHeader, size);
            }

            passed += PacketHeader + size;
        }
    }

    /// <summary>A loop, because a lambda would allocate for every packet.</summary>
    private Aedat4Stream? Declared(int stream)
    {
        for (int i = 0; i < header.Streams.Count; i++)
        {
            if (header.Streams[i].Id == stream)
            {
                return header.Streams[i];
            }
        }

        return null;
    }

    private bool PassOver(int stream, int size, long at)
    {
        CountPassedOver(stream);
        long passed = Window.Skip(size);
        if (passed < size)
        {
            Damage(at + PacketHeader, $"a packet of {size} bytes", $"the end of the file after {passed} bytes of it");
            return false;
        }

        return true;
    }

    private void Take(int stream)
    {
        if ((wanted ?? stream) == stream && EventPacket.TryFind(group.Content, out Range events))
        {
            wanted = stream;
            (next, end) = (events.Start.Value, events.End.Value);
            return;
        }

        ReadOnlySpan<byte> buffer = EventPacket.Buffer(group.Content);
        ReadOnlySpan<byte> kind = buffer.Slice(4, 4);
        Count(stream, Declared(stream)?.Type ?? System.Text.Encoding.Latin1.GetString(kind));
        if (kind.SequenceEqual("TRIG"u8))
        {
            FindResets(buffer);
        }
    }

    /// <summary>Where the table is wrong about the times of a packet that is read, it may be wrong about one that was not.</summary>
    private void CheckTable(long at)
    {
        if (table is null || next == end || table.Holds(at, group.Content[next..end]))
        {
            return;
        }

        Damage(
            at, "the times that the data table tells for a packet", "others; events of the range in packets that were not read may be missing",
            0);
    }

    private void FindResets(ReadOnlySpan<byte> buffer)
    {
        ReadOnlySpan<byte> triggers = FlatTable.Root(buffer).Vector(0, 4, out int start);
        for (int i = 0; i < triggers.Length; i += 4)
        {
            FlatTable trigger = new(buffer, start + i + (long)BinaryPrimitives.ReadUInt32LittleEndian(triggers[i..]));
            int place = trigger.Struct(1, 1);
            int kind = place == 0 ? 0 : buffer[place];
            if (kind == TriggerReset)
            {
                Reset(trigger.Int64(0, 0));
            }
        }
    }

    private void Count(int stream, string? type)
    {
        // A file can name any number of streams; beyond a few they share one count.
        if (!otherNames.TryGetValue(stream, out string? name))
        {
            name = otherNames.Count < 64 ? $"{type ?? "unknown"} packet{(type == "EVTS" ? $" of stream {stream}" : string.Empty)}" : "other packet";
            if (otherNames.Count < 64)
            {
                otherNames.Add(stream, name);
            }
        }

        CountOther(name);
    }

    private Aedat4Stream? Choose(RecordingSource source)
    {
        List<Aedat4Stream> streams = [.. header.Streams.Where(s => s.Type == "EVTS")];
        if (source.Options.Stream is not { } asked)
        {
            return streams.FirstOrDefault();
        }

        Aedat4Stream? chosen = streams.FirstOrDefault(s => s.Id.ToString() == asked) ?? streams.FirstOrDefault(s => s.Name == asked);
        return chosen ?? throw source.Error(
            0, $"one of the event streams {string.Join(", ", streams.Select(s => $"{s.Id} ({s.Name})"))}", $"'{asked}'", "Name one of those with --stream.");
    }
}
