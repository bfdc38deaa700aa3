using System.Buffers.Binary;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Bytes;
using EventSnn.Recordings.Compression;
using EventSnn.Recordings.FlatBuffers;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Seeking;

namespace EventSnn.Recordings.Aedat4;

/// <summary>Reads one event stream of AEDAT 4. Packets of other streams are passed over, but for triggers, which tell of time resets.</summary>
internal sealed class Aedat4Reader : RecordingReader
{
    private const int PacketHeader = 8;
    private const int TriggerReset = 0;

    /// <summary>Handing a smaller packet to another core takes longer than unpacking it.</summary>
    private const int SmallestAhead = 4096;
    private const int LargestAhead = 4 * 1024 * 1024;
    private readonly Aedat4Header header;
    private readonly PacketAhead? ahead;
    private readonly Dictionary<int, string> otherNames = [];
    private PacketUnpacker unpacker;
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

        unpacker = new PacketUnpacker(header.Compression);
        bool worthIt = header.Compression != Aedat4Compression.None && Environment.ProcessorCount > 1 && source.Window.CanSeek;
        ahead = worthIt && source.Options.UnpackAhead ? new PacketAhead(header.Compression) : null;
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
                int n = EventRecords.Decode(unpacker.Content[next..end], batch.GetFreeColumns());
                batch.Advance(n);
                next += n * EventRecords.Size;
            }
            else if (!NextPacket())
            {
                return false;
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
        ahead?.Dispose();
        unpacker.Dispose();
        base.Dispose(disposing);
    }

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
        Aedat4Stream? declared = Declared(stream);
        bool mayHoldEvents = wanted == stream || (wanted is null && declared is null);
        bool isTrigger = declared?.Type == "TRIG" || (declared is null && header.Streams.Count == 0);
        if (!mayHoldEvents && !isTrigger)
        {
            return PassOver(stream, declared, size, at);
        }

        if (!Window.Fill(size))
        {
            Damage(at + PacketHeader, $"a packet of {size} bytes", $"the end of the file after {Window.Available.Length} bytes of it");
            return false;
        }

        try
        {
            if (ahead is null || !ahead.TryTake(at, ref unpacker))
            {
                unpacker.Unpack(Window.Available[..size]);
            }

            Take(stream, declared);
            CheckTable(at);
        }
        catch (CompressedDataException e)
        {
            next = end = 0;
            Damage(at + PacketHeader, $"a whole packet of stream {stream}", e.Message);
        }

        Window.Consume(size);
        LookAhead();
        return true;
    }

    /// <summary>Has the next packet of the chosen stream unpacked, where it is large enough and in reach.</summary>
    private void LookAhead()
    {
        if (ahead is null || next == end)
        {
            return;
        }

        int passed = 0;
        for (int i = 0; i < 8; i++)
        {
            ReadOnlySpan<byte> bytes = Window.Available[passed..];
            int stream = bytes.Length < PacketHeader ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes);
            int size = bytes.Length < PacketHeader ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
            long at = Window.Position + passed;
            bool isIn = size >= 0 && size <= LargestAhead && (header.DataTable <= 0 || at < header.DataTable);
            if (!isIn || !(bytes.Length >= PacketHeader + size || Window.Fill(passed + PacketHeader + size)))
            {
                return;
            }

            if (stream == wanted && size >= SmallestAhead)
            {
                ahead.Start(at, Window.Available.Slice(passed + PacketHeader, size));
                return;
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

    private bool PassOver(int stream, Aedat4Stream? declared, int size, long at)
    {
        Count(stream, declared?.Type);
        long passed = Window.Skip(size);
        if (passed < size)
        {
            Damage(at + PacketHeader, $"a packet of {size} bytes", $"the end of the file after {passed} bytes of it");
            return false;
        }

        return true;
    }

    private void Take(int stream, Aedat4Stream? declared)
    {
        ReadOnlySpan<byte> bytes = unpacker.Content;
        uint length = bytes.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (length < 8 || length > bytes.Length - 4)
        {
            throw new CompressedDataException($"a FlatBuffer of {length} bytes in {bytes.Length} bytes");
        }

        ReadOnlySpan<byte> buffer = bytes.Slice(4, (int)length);
        ReadOnlySpan<byte> kind = buffer.Slice(4, 4);
        if (kind.SequenceEqual("EVTS"u8) && (wanted ?? stream) == stream)
        {
            wanted = stream;
            int count = FlatTable.Root(buffer).Vector(0, EventRecords.Size, out int start).Length;
            next = 4 + start;
            end = next + count;
            return;
        }

        Count(stream, declared?.Type ?? System.Text.Encoding.Latin1.GetString(kind));
        if (kind.SequenceEqual("TRIG"u8))
        {
            FindResets(buffer);
        }
    }

    /// <summary>Where the table is wrong about the times of a packet that is read, it may be wrong about one that was not.</summary>
    private void CheckTable(long at)
    {
        if (table is null || next == end || table.Holds(at, unpacker.Content[next..end]))
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
