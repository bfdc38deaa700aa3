using System.Buffers.Binary;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Ahead;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Records;
using EventSnn.Recordings.Seeking;

namespace EventSnn.Recordings.Aedat3;

/// <summary>Reads AEDAT 3.1: polarity events are decoded, special events looked at for resets, all other packets passed over by size.</summary>
internal sealed class Aedat3Reader : RecordingReader, IChunkFormat
{
    private const int PolaritySize = 8;
    private const int SpecialReset = 1;
    private readonly Aedat3Header header;
    private readonly PacketPlan? plan;
    private Aedat3PacketHeader packet;
    private long records;
    private long padding;

    public Aedat3Reader(RecordingSource source)
        : base(source)
    {
        header = Aedat3Header.Read(source);
        plan = source.File is { } file ? new PacketPlan(file) : null;
    }

    /// <inheritdoc/>
    public override string Format => "aedat3.1";

    /// <inheritdoc/>
    public override string? Camera => header.Camera;

    /// <inheritdoc/>
    internal override long? EventsLeftAtMost => (Window.ContentLength - Window.Position) / PolaritySize;

    /// <inheritdoc/>
    private protected override SensorSize? FileSize => header.Size;

    /// <inheritdoc/>
    private protected override bool Decode(EventBatch batch)
    {
        while (batch.Free > 0 && !MustEndBatch)
        {
            if (records > 0)
            {
                bool more = packet.Type == 0 ? ReadSpecials() : ReadEvents(batch);
                if (!more)
                {
                    return false;
                }
            }
            else if (!SkipPadding() || !NextPacket())
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    private protected override void CarryState(ReaderState state)
    {
        base.CarryState(state);
        int type = packet.Type;
        int overflow = packet.Overflow;
        state.Carry(ref type);
        state.Carry(ref overflow);
        state.Carry(ref records);
        state.Carry(ref padding);

        // Of the running packet only these are needed; its records are whole polarity or special events by then.
        packet = packet with { Type = (short)type, Overflow = overflow };
    }

    /// <inheritdoc/>
    private protected override IChunkFormat? Chunks => plan is null ? null : this;

    /// <inheritdoc/>
    int IChunkFormat.MostBytes(int records) => plan!.MostBytes(records);

    /// <inheritdoc/>
    Chunk IChunkFormat.Create(EventBatch events) => new PacketChunk(events);

    /// <inheritdoc/>
    void IChunkFormat.Replan() => plan!.Begin(Window.Position, Window.ContentLength ?? 0, new PacketPlace(packet, records, padding));

    /// <inheritdoc/>
    bool IChunkFormat.Plan(Chunk chunk) => plan!.Next((PacketChunk)chunk);

    /// <inheritdoc/>
    void IChunkFormat.Settle(Chunk chunk) => chunk.IsSettled = true;

    /// <inheritdoc/>
    void IChunkFormat.Decode(Chunk chunk, ReadOnlySpan<byte> bytes, EventBatch to)
    {
        ColumnFacts gathered = default;
        foreach ((int offset, int count, int overflow) in ((PacketChunk)chunk).Runs)
        {
            int before = to.Count;
            int written = DecodeEvents(bytes.Slice(offset, count * PolaritySize), to.GetFreeColumns(), (long)overflow << 31, out _, out ColumnFacts facts);
            if (written > 0)
            {
                to.Advance(written);
                gathered = before == 0 ? facts : gathered.With(facts, to.Timestamps[before] < to.Timestamps[before - 1]);
            }

            chunk.Passed += count - written;
        }

        chunk.Facts = gathered;
    }

    /// <inheritdoc/>
    bool IChunkFormat.Accept(Chunk chunk)
    {
        PacketChunk here = (PacketChunk)chunk;
        (packet, records, padding) = (here.After.Packet, here.After.Records, here.After.Padding);
        foreach ((string name, int count) in here.Others)
        {
            CountOther(name, count);
        }

        Skip(SkipReason.Invalid, here.Passed);
        return true;
    }

    private int DecodeEvents(ReadOnlySpan<byte> bytes, EventColumns to, long timeBase, out int consumed, out ColumnFacts facts) => Options.IgnoreValidBit
        ? RecordDecoder.Decode<UncheckedPolarityLayout>(bytes, to, timeBase, 0, 0, out consumed, out facts)
        : RecordDecoder.Decode<PolarityLayout>(bytes, to, timeBase, 0, 0, out consumed, out facts);

    private bool NextPacket()
    {
        long at = Window.Position;
        ReadOnlySpan<byte> bytes = Window.FillSpan(Aedat3PacketHeader.Size);
        if (bytes.Length < Aedat3PacketHeader.Size)
        {
            if (bytes.Length > 0)
            {
                Damage(at, $"a packet header of {Aedat3PacketHeader.Size} bytes", $"the end of the file after {bytes.Length} bytes of it");
            }

            return false;
        }

        packet = Aedat3PacketHeader.Read(bytes);
        if (packet.EventSize < 0 || packet.Capacity < 0 || packet.Number < 0 || packet.Type < 0 || packet.Overflow < 0)
        {
            Damage(at, "an AEDAT 3.1 packet header", $"{packet} (the rest of the file is not read)");
            return false;
        }

        Window.Consume(Aedat3PacketHeader.Size);
        int number = packet.Number;
        if (number > packet.Capacity)
        {
            Warn(at + 20, $"at most {packet.Capacity} events, the packet's capacity", $"{number}");
            number = packet.Capacity;
        }

        bool isPolarity = packet is { Type: 1, EventSize: PolaritySize, TimeOffset: 4 };
        if (packet.Type == 1 && !isPolarity)
        {
            Damage(at, "polarity events of 8 bytes with their time at 4", $"{packet.EventSize} bytes with time at {packet.TimeOffset}", number);
            Skip(SkipReason.Damaged, number);
        }

        if (!isPolarity && packet.Type != 1)
        {
            CountOther(packet.TypeName, number);
        }

        bool isSpecial = packet is { Type: 0, EventSize: PolaritySize };
        records = isPolarity || isSpecial ? number : 0;
        padding = packet.DataLength - (records * PolaritySize);
        return true;
    }

    private bool ReadEvents(EventBatch batch)
    {
        ReadOnlySpan<byte> bytes = Window.FillSpan(PolaritySize);
        int whole = (int)Math.Min(records, bytes.Length / PolaritySize);
        if (whole == 0)
        {
            return Cut();
        }

        bytes = bytes[..(whole * PolaritySize)];
        long timeBase = (long)packet.Overflow << 31;
        while (!bytes.IsEmpty && batch.Free > 0)
        {
            EventColumns piece = NextPiece(batch);
            int written = DecodeEvents(bytes, piece, timeBase, out int consumed, out ColumnFacts facts);
            Advance(batch, written, facts);
            Skip(SkipReason.Invalid, consumed - written);
            Window.Consume(consumed * PolaritySize);
            bytes = bytes[(consumed * PolaritySize)..];
            records -= consumed;
        }

        return true;
    }

    private bool ReadSpecials()
    {
        while (records > 0 && !MustEndBatch)
        {
            ReadOnlySpan<byte> bytes = Window.FillSpan(PolaritySize);
            if (bytes.Length < PolaritySize)
            {
                return Cut();
            }

            uint data = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            if ((data & 1) == 1 && ((data >> 1) & 0x7F) == SpecialReset)
            {
                Reset(((long)packet.Overflow << 31) + BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]));
            }

            Window.Consume(PolaritySize);
            records--;
        }

        return true;
    }

    private bool SkipPadding()
    {
        long at = Window.Position;
        long skipped = padding > 0 ? Window.Skip(padding) : 0;
        if (skipped < padding)
        {
            Damage(at, $"{padding} further bytes of a packet ({packet.TypeName})", $"the end of the file after {skipped} of them");
            return false;
        }

        padding = 0;
        return true;
    }

    private bool Cut()
    {
        int rest = Window.Available.Length;
        Damage(
            Window.Position, $"{records} more {packet.TypeName} events of a packet",
            rest == 0 ? "the end of the file" : $"the end of the file {rest} bytes into an event", records);
        Counters.Missing += packet.Type == 1 ? records : 0;
        if (rest > 0 && packet.Type == 1)
        {
            Skip(SkipReason.Damaged, 1);
        }

        return false;
    }
}
