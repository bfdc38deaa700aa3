using System.Buffers.Binary;
using System.Runtime.InteropServices;
using EventSnn.Events.Batches;
using EventSnn.Recordings.FlatBuffers;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Arrow;

/// <summary>
/// Writes Arrow IPC: columns t int64 (microseconds), x and y uint16, p uint8, in record batches of 65536 rows. The sensor stands in
/// the schema's metadata (width, height). The bytes do not depend on how the events were split into batches.
/// </summary>
internal sealed class ArrowWriter : RecordingWriter
{
    private const int BatchRows = 65536;
    private const short Version5 = 4;
    private readonly bool isFile;
    private readonly EventBatch rows = new EventBatchPool(BatchRows, 1).Rent();
    private readonly List<(long Offset, long Metadata, long Body)> blocks = [];

    public ArrowWriter(RecordingTarget target, bool isFile)
        : base(target)
    {
        this.isFile = isFile;
        if (isFile)
        {
            Sink.Write(ArrowFormat.Mark);
            Sink.Write([0, 0]);
        }

        FlatBuilder builder = new();
        WriteMessage(Message(builder, 1, Schema(builder), 0));
    }

    /// <inheritdoc/>
    public override string Format => isFile ? "arrow" : "arrow-stream";

    /// <inheritdoc/>
    private protected override void Encode(EventBatch batch)
    {
        for (int start = 0; start < batch.Count;)
        {
            start += rows.Append(batch, start);
            if (rows.Free == 0)
            {
                Flush();
            }
        }
    }

    /// <inheritdoc/>
    private protected override void End()
    {
        Flush();
        Sink.Write([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]);
        if (isFile)
        {
            byte[] footer = Footer();
            Sink.Write(footer);
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
            Sink.Write(length);
            Sink.Write(ArrowFormat.Mark);
        }
    }

    private void Flush()
    {
        int n = rows.Count;
        if (n == 0)
        {
            return;
        }

        long t = 0;
        long x = t + Padded(8L * n);
        long y = x + Padded(2L * n);
        long p = y + Padded(2L * n);
        long body = p + Padded(n);
        FlatBuilder builder = new();

        // Each column has two buffers: the bitmap of missing values, which is empty, and the values.
        int buffers = builder.StructVector([0, 0, t, 8L * n, x, 0, x, 2L * n, y, 0, y, 2L * n, p, 0, p, n], 2);
        int nodes = builder.StructVector([n, 0, n, 0, n, 0, n, 0], 2);
        builder.StartTable(3);
        builder.AddReference(2, buffers);
        builder.AddReference(1, nodes);
        builder.Add(0, (long)n);
        int table = builder.EndTable();
        long offset = Sink.Position;
        int metadata = WriteMessage(Message(builder, 3, table, body));
        WritePadded(MemoryMarshal.AsBytes(rows.Timestamps));
        WritePadded(MemoryMarshal.AsBytes(rows.X));
        WritePadded(MemoryMarshal.AsBytes(rows.Y));
        WritePadded(rows.Polarities);
        blocks.Add((offset, metadata, body));
        rows.Clear();
    }

    private static long Padded(long length) => (length + 7) & ~7L;

    private void WritePadded(ReadOnlySpan<byte> bytes)
    {
        Sink.Write(bytes);
        ReadOnlySpan<byte> zeros = [0, 0, 0, 0, 0, 0, 0];
        Sink.Write(zeros[..(int)(Padded(bytes.Length) - bytes.Length)]);
    }

    private int WriteMessage(byte[] message)
    {
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(head, 0xFFFFFFFF);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], (int)Padded(message.Length));
        Sink.Write(head);
        WritePadded(message);
        return 8 + (int)Padded(message.Length);
    }

    private static byte[] Message(FlatBuilder builder, byte kind, int header, long body)
    {
        builder.StartTable(4);
        builder.Add(3, body);
        builder.AddReference(2, header);
        builder.Add(0, Version5);
        builder.Add(1, kind);
        return builder.Finish(builder.EndTable());
    }

    private int Schema(FlatBuilder builder)
    {
        int[] fields = [Field(builder, "t", 64, true), Field(builder, "x", 16, false), Field(builder, "y", 16, false), Field(builder, "p", 8, false)];
        int columns = builder.OffsetVector(fields);
        int metadata = Options.Size is { } size
            ? builder.OffsetVector(Pair(builder, "width", $"{size.Width}"), Pair(builder, "height", $"{size.Height}"))
            : 0;
        builder.StartTable(3);
        if (metadata != 0)
        {
            builder.AddReference(2, metadata);
        }

        builder.AddReference(1, columns);
        builder.Add(0, (short)0);
        return builder.EndTable();
    }

    private static int Field(FlatBuilder builder, string name, int bits, bool signed)
    {
        int text = builder.Text(name);
        builder.StartTable(2);
        builder.Add(0, bits);
        builder.Add(1, (byte)(signed ? 1 : 0));
        int type = builder.EndTable();
        int children = builder.OffsetVector();
        builder.StartTable(6);
        builder.AddReference(5, children);
        builder.AddReference(3, type);
        builder.AddReference(0, text);
        builder.Add(1, (byte)0);
        builder.Add(2, (byte)2);
        return builder.EndTable();
    }

    private static int Pair(FlatBuilder builder, string key, string value)
    {
        int first = builder.Text(key);
        int second = builder.Text(value);
        builder.StartTable(2);
        builder.AddReference(1, second);
        builder.AddReference(0, first);
        return builder.EndTable();
    }

    private byte[] Footer()
    {
        FlatBuilder builder = new();
        int schema = Schema(builder);
        long[] numbers = [.. blocks.SelectMany(b => (long[])[b.Offset, b.Metadata, b.Body])];
        int batches = builder.StructVector(numbers, 3);
        int dictionaries = builder.StructVector([], 3);
        builder.StartTable(4);
        builder.AddReference(3, batches);
        builder.AddReference(2, dictionaries);
        builder.AddReference(1, schema);
        builder.Add(0, Version5);
        return builder.Finish(builder.EndTable());
    }
}
