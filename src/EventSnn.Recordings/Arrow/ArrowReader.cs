using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Bytes;
using EventSnn.Recordings.Compression;
using EventSnn.Recordings.FlatBuffers;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Seeking;

namespace EventSnn.Recordings.Arrow;

/// <summary>Reads Arrow IPC, message by message. A record batch of any size is read in pieces where the content can seek.</summary>
internal sealed class ArrowReader : RecordingReader
{
    private const uint Continuation = 0xFFFFFFFF;
    private const int HeaderSchema = 1;
    private const int HeaderRecordBatch = 3;
    private const int Piece = 16384;
    private const long MaximumFooter = 16 * 1024 * 1024;
    private readonly bool isFile;
    private readonly ArrowSchema schema;
    private readonly ArrowColumn[] columns = [new(), new(), new(), new()];
    private readonly long endOfMessages = long.MaxValue;
    private long rows;
    private long next;
    private long bodyLeft;
    private long batchAt;

    public ArrowReader(RecordingSource source, bool isFile)
        : base(source)
    {
        this.isFile = isFile;
        if (isFile)
        {
            endOfMessages = FooterStart(source);
            source.Window.Fill(8);
            source.Window.Consume(Math.Min(8, source.Window.Available.Length));
        }

        long at = source.Window.Position;
        ArrowSchema? read = null;
        try
        {
            bool isSchema = NextMessage(out FlatTable message, out ReadOnlySpan<byte> buffer, out int length) && message.UInt8(1, 0) == HeaderSchema;
            read = isSchema ? ArrowSchema.Read(buffer, message.Table(2)) : FooterSchema(source, endOfMessages);
            source.Window.Consume(isSchema ? length : 0);
        }
        catch (CompressedDataException e)
        {
            throw source.Error(at, "an Arrow schema with whole-number columns t, x, y and p", e.Message, "Rename or cast the columns in the program that wrote the file.");
        }

        schema = read ?? throw source.Error(at, "an Arrow schema message", "none", "The file is cut or damaged; get it again.");
        for (int c = 0; c < columns.Length; c++)
        {
            columns[c].Type = schema.Types[c];
        }
    }

    /// <inheritdoc/>
    public override string Format => isFile ? "arrow" : "arrow-stream";

    /// <inheritdoc/>
    private protected override SensorSize? FileSize => schema.Size;

    /// <inheritdoc/>
    private protected override long ReadBehindWindow => rows > 0 ? (long)(bodyLeft * ((double)next / rows)) : 0;

    /// <inheritdoc/>
    private protected override bool Decode(EventBatch batch)
    {
        while (batch.Free > 0 && !MustEndBatch)
        {
            if (next < rows)
            {
                DecodePiece(batch);
            }
            else if (!NextBatch())
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (ArrowColumn column in columns)
        {
            column.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool NextBatch()
    {
        long skipped = Window.Skip(bodyLeft);
        if (skipped < bodyLeft)
        {
            Damage(Window.Position, $"{bodyLeft} further bytes of a record batch", $"the end of the file after {skipped} of them");
            return false;
        }

        bodyLeft = rows = next = 0;
        long at = Window.Position;
        batchAt = at;
        try
        {
            if (!NextMessage(out FlatTable message, out _, out int length))
            {
                return false;
            }

            long body = message.Int64(3, 0);
            int kind = message.UInt8(1, 0);
            if (body < 0)
            {
                throw new CompressedDataException($"a body of {body} bytes");
            }

            bodyLeft = body;
            ArrowBatch? found = null;
            string? fault = null;
            if (kind == HeaderRecordBatch)
            {
                try
                {
                    found = ArrowBatch.Read(message.Table(2), schema, body);
                }
                catch (CompressedDataException e)
                {
                    fault = e.Message;
                }
            }

            Window.Consume(length);
            if (found is not null)
            {
                StartBatch(found);
            }
            else if (fault is not null)
            {
                Damage(at, "a whole record batch", fault);
            }
            else
            {
                CountOther($"message of type {kind}");
            }

            return true;
        }
        catch (CompressedDataException e)
        {
            Damage(at, "an Arrow message", $"{e.Message} (the rest of the file is not read)");
            bodyLeft = 0;
            return false;
        }
    }

    /// <inheritdoc/>
    private protected override void CarryState(ReaderState state)
    {
        // A place inside a record batch is kept as the batch and a row in it.
        long row = next < rows ? next : 0;
        long skip = next < rows ? 0 : bodyLeft;
        long at = next < rows ? batchAt : Window.Position;
        state.Carry(ref at);
        state.Carry(ref skip);
        state.Carry(ref row);
        if (state.IsRestoring)
        {
            Window.Seek(at);
            rows = next = 0;
            bodyLeft = skip;
            if (row > 0 && NextBatch())
            {
                next = Math.Clamp(row, 0, rows);
            }
        }
    }

    private void StartBatch(ArrowBatch batch)
    {
        long body = Window.Position;
        try
        {
            if (batch.Codec < 0 && Window.CanSeek)
            {
                long end = Window.ContentLength ?? 0;
                for (int c = 0; c < 4; c++)
                {
                    columns[c].Start(Window, body + batch.Offsets[c]);
                    if (body + batch.Offsets[c] + schema.Types[c].BytesFor(batch.Rows) > end)
                    {
                        throw new CompressedDataException("the end of the file inside it");
                    }
                }
            }
            else
            {
                if (bodyLeft > ByteWindow.MaximumSize || !Window.Fill((int)bodyLeft))
                {
                    throw new CompressedDataException(
                        bodyLeft > ByteWindow.MaximumSize ? $"one of {bodyLeft} bytes that cannot be read in pieces (unpack the file first)" : "the end of the file inside it");
                }

                for (int c = 0; c < 4; c++)
                {
                    columns[c].Start(Window.Available.Slice((int)batch.Offsets[c], (int)batch.Lengths[c]), batch.Codec, batch.Rows);
                }
            }

            rows = batch.Rows;
            next = 0;
        }
        catch (CompressedDataException e)
        {
            Damage(body, $"a whole record batch of {batch.Rows} rows", e.Message);
        }
    }

    private void DecodePiece(EventBatch batch)
    {
        // Bitmaps are cut at whole bytes: a piece begins at a multiple of 8 and the first values of its byte are passed over.
        int lead = (int)(next & 7);
        int count = (int)Math.Min(rows - next, Math.Min(batch.Free, Piece));
        long from = next - lead;
        EventColumns to = batch.GetFreeColumns();
        DecodeTimes(to.Timestamps[..count], from, lead);
        DecodeCoordinates(1, to.X[..count], from, lead);
        DecodeCoordinates(2, to.Y[..count], from, lead);
        DecodePolarities(to.Polarities[..count], from, lead);
        batch.Advance(count);
        next += count;
    }

    private void DecodeTimes(Span<long> to, long from, int lead)
    {
        ColumnType type = schema.Types[0];
        if (type.IsPlainTime)
        {
            columns[0].CopyTo(from + lead, MemoryMarshal.AsBytes(to));
            return;
        }

        ReadOnlySpan<byte> bytes = columns[0].Bytes(from, to.Length + lead);
        for (int i = 0; i < to.Length; i++)
        {
            long value = Value(bytes, i + lead, type);
            to[i] = type.Divide == 1 ? unchecked(value * type.Multiply) : (long)Math.Floor((decimal)value / type.Divide);
        }
    }

    private void DecodeCoordinates(int column, Span<ushort> to, long from, int lead)
    {
        if (schema.Types[column].IsPlainCoordinate)
        {
            columns[column].CopyTo(from + lead, MemoryMarshal.AsBytes(to));
            return;
        }

        CopyCoordinates(columns[column].Bytes(from, to.Length + lead), schema.Types[column], lead, to);
    }

    private void DecodePolarities(Span<byte> to, long from, int lead)
    {
        ColumnType type = schema.Types[3];
        if (type.IsPlainPolarity)
        {
            columns[3].CopyTo(from + lead, to);
            AnyToOne(to);
            return;
        }

        ReadOnlySpan<byte> bytes = columns[3].Bytes(from, to.Length + lead);
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = (byte)(Value(bytes, i + lead, type) > 0 ? 1 : 0);
        }
    }

    private static void AnyToOne(Span<byte> polarities)
    {
        Span<Vector<byte>> wide = MemoryMarshal.Cast<byte, Vector<byte>>(polarities);
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = Vector.Min(wide[i], Vector<byte>.One);
        }

        foreach (ref byte p in polarities[(wide.Length * Vector<byte>.Count)..])
        {
            p = Math.Min(p, (byte)1);
        }
    }

    private static void CopyCoordinates(ReadOnlySpan<byte> bytes, ColumnType type, int lead, Span<ushort> to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            // A coordinate beyond 16 bits becomes one that no sensor has, so that it is dropped and counted where a size is known.
            to[i] = (ushort)Math.Clamp(Value(bytes, i + lead, type), 0, ushort.MaxValue);
        }
    }

    private static long Value(ReadOnlySpan<byte> bytes, int i, ColumnType type) => type.Bits switch
    {
        1 => (bytes[i >> 3] >> (i & 7)) & 1,
        8 => type.Signed ? (sbyte)bytes[i] : bytes[i],
        16 => type.Signed ? BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]),
        32 => type.Signed ? BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]),
        _ => BinaryPrimitives.ReadInt64LittleEndian(bytes[(8 * i)..]),
    };

    /// <summary>Opens the next message; it stays in the window until its length is consumed.</summary>
    private bool NextMessage(out FlatTable message, out ReadOnlySpan<byte> buffer, out int length)
    {
        message = default;
        buffer = default;
        length = 0;
        if (Window.Position >= endOfMessages)
        {
            return false;
        }

        ReadOnlySpan<byte> head = Window.FillSpan(8);
        if (head.Length < 4)
        {
            return head.IsEmpty ? false : throw new CompressedDataException($"the end of the file after {head.Length} bytes");
        }

        // Before Arrow 0.15 the length stood alone.
        bool marked = BinaryPrimitives.ReadUInt32LittleEndian(head) == Continuation;
        int prefix = marked ? 8 : 4;
        if (head.Length < prefix)
        {
            throw new CompressedDataException("the end of the file inside a message's length");
        }

        int size = BinaryPrimitives.ReadInt32LittleEndian(head[(prefix - 4)..]);
        if (size == 0)
        {
            return false;
        }

        if (size is < 0 or > ByteWindow.MaximumSize - 8 || !Window.Fill(prefix + size))
        {
            throw new CompressedDataException($"a message of {size} bytes where {Math.Max(0, Window.Available.Length - prefix)} are left");
        }

        buffer = Window.Available.Slice(prefix, size);
        message = FlatTable.Root(buffer);
        length = prefix + size;
        return true;
    }

    /// <summary>Some writers (apache-arrow for JavaScript) put the schema of a file into its footer alone.</summary>
    private static ArrowSchema? FooterSchema(RecordingSource source, long start)
    {
        if (start == long.MaxValue || source.Window.ContentLength - start is not { } length || length > MaximumFooter)
        {
            return null;
        }

        byte[] footer = new byte[length - 10];
        source.Window.ReadAt(start, footer);
        FlatTable table = FlatTable.Root(footer);
        return table.Has(1) ? ArrowSchema.Read(footer, table.Table(1)) : null;
    }

    private static long FooterStart(RecordingSource source)
    {
        if (source.Window.ContentLength is not { } length || length < 20)
        {
            return long.MaxValue;
        }

        Span<byte> tail = stackalloc byte[10];
        source.Window.ReadAt(length - 10, tail);
        int footer = BinaryPrimitives.ReadInt32LittleEndian(tail);
        return tail[4..].SequenceEqual(ArrowFormat.Mark) && footer > 0 && footer < length - 18 ? length - 10 - footer : long.MaxValue;
    }
}
