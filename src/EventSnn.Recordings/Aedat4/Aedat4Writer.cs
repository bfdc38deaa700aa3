using System.Buffers.Binary;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Bytes;
using EventSnn.Recordings.Compression;
using EventSnn.Recordings.Compression.Lz4;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Aedat4;

/// <summary>
/// Writes AEDAT 4 with one event stream: packets of 8192 events, LZ4 unless told otherwise, and a data table where the target can
/// seek. The bytes do not depend on how the events were split into batches.
/// </summary>
internal sealed class Aedat4Writer : RecordingWriter
{
    private const int PacketEvents = 8192;
    private const int MaximumCoordinate = short.MaxValue;
    private const int ZstdLevel = 3;
    private readonly Aedat4Compression compression;
    private readonly byte[] packet = new byte[FlatWriter.EventPrefix + (PacketEvents * EventRecords.Size)];
    private readonly GrowingBuffer packed = new(ByteWindow.MaximumSize);
    private readonly int[] table = new int[1 << 14];
    private readonly List<PacketEntry> entries = [];
    private readonly long tablePosition;
    private int count;
    private long first = long.MaxValue;
    private long last = long.MinValue;

    public Aedat4Writer(RecordingTarget target)
        : base(target)
    {
        compression = Options.Compression?.ToLowerInvariant() switch
        {
            null or "lz4" => Aedat4Compression.Lz4,
            "none" => Aedat4Compression.None,
            "zstd" when Zstd.IsAvailable => Aedat4Compression.Zstd,
            "zstd" => throw target.Refuse("a Zstandard library on this system", "none", Zstd.Missing),
            var other => throw target.Refuse("a compression of none, lz4 or zstd", $"'{other}'", "Name one of those with --compression."),
        };
        Sink.Write(Aedat4Header.VersionLine);
        string xml = Aedat4Info.Compose(Options.Size, Options.Camera ?? "EventSnn", compression.ToString().ToUpperInvariant());
        byte[] header = FlatWriter.Header(compression, xml, out int offset);
        tablePosition = Sink.Position + offset;
        Sink.Write(header);
    }

    /// <inheritdoc/>
    public override string Format => "aedat4";

    /// <inheritdoc/>
    private protected override void Encode(EventBatch batch)
    {
        RequireCoordinates(batch, MaximumCoordinate, MaximumCoordinate);
        for (int i = 0; i < batch.Count; i++)
        {
            long t = batch.Timestamps[i];
            Span<byte> record = packet.AsSpan(FlatWriter.EventPrefix + (count * EventRecords.Size), EventRecords.Size);
            BinaryPrimitives.WriteInt64LittleEndian(record, t);
            BinaryPrimitives.WriteUInt16LittleEndian(record[8..], batch.X[i]);
            BinaryPrimitives.WriteUInt16LittleEndian(record[10..], batch.Y[i]);
            BinaryPrimitives.WriteInt32LittleEndian(record[12..], batch.Polarities[i]);
            first = Math.Min(first, t);
            last = Math.Max(last, t);
            if (++count == PacketEvents)
            {
                Flush();
            }
        }
    }

    /// <inheritdoc/>
    private protected override void EndPacket() => Flush();

    /// <inheritdoc/>
    private protected override void End()
    {
        Flush();
        if (!Sink.CanPatch)
        {
            return;
        }

        long position = Sink.Position;
        Sink.Write(Pack(FlatWriter.DataTable(entries)));
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, position);
        Sink.Patch(tablePosition, bytes);
    }

    private void Flush()
    {
        if (count == 0)
        {
            return;
        }

        FlatWriter.EventPacket(packet.AsSpan(0, FlatWriter.EventPrefix), count);
        ReadOnlySpan<byte> body = Pack(packet.AsSpan(0, FlatWriter.EventPrefix + (count * EventRecords.Size)));
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], body.Length);
        head[..4].Clear();
        Sink.Write(head);
        entries.Add(new PacketEntry(Sink.Position, body.Length, count, first, last));
        Sink.Write(body);
        (count, first, last) = (0, long.MaxValue, long.MinValue);
    }

    private unsafe ReadOnlySpan<byte> Pack(ReadOnlySpan<byte> bytes)
    {
        switch (compression)
        {
            case Aedat4Compression.None:
                return bytes;
            case Aedat4Compression.Lz4:
                Lz4Frame.Encode(bytes, packed, table);
                return packed.Written;
            default:
                packed.Clear();
                packed.Reserve((int)Zstd.ZSTD_compressBound((nuint)bytes.Length));
                fixed (byte* source = bytes)
                fixed (byte* target = packed.Array)
                {
                    nuint length = Zstd.ZSTD_compress(target, (nuint)packed.Array.Length, source, (nuint)bytes.Length, ZstdLevel);
                    packed.Advance(Zstd.IsError(length) ? throw new IOException(Zstd.ErrorName(length)) : (int)length);
                }

                return packed.Written;
        }
    }
}
