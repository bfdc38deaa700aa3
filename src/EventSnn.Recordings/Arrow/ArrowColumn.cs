using System.Buffers.Binary;
using EventSnn.Recordings.Bytes;
using EventSnn.Recordings.Compression;
using EventSnn.Recordings.Compression.Lz4;

namespace EventSnn.Recordings.Arrow;

/// <summary>The values of one column of a record batch, read piece by piece.</summary>
internal sealed class ArrowColumn : IDisposable
{
    /// <summary>A compressed column must fit memory when unpacked.</summary>
    private const int UnpackLimit = 40 * 1024 * 1024;

    private byte[] piece = [];
    private readonly GrowingBuffer unpacked = new(UnpackLimit);
    private ZstdDecoder? zstd;
    private ByteWindow? window;
    private long position;
    private bool inMemory;

    /// <summary>How the values are stored.</summary>
    public ColumnType Type { get; set; }

    /// <summary>Begins a column that lies uncompressed in seekable content.</summary>
    public void Start(ByteWindow content, long at) => (window, position, inMemory) = (content, at, false);

    /// <summary>Begins a column whose bytes are at hand.</summary>
    /// <exception cref="CompressedDataException">They are damaged.</exception>
    public void Start(ReadOnlySpan<byte> bytes, int codec, long rows)
    {
        inMemory = true;
        if (codec >= 0 && bytes.Length >= 8)
        {
            long length = BinaryPrimitives.ReadInt64LittleEndian(bytes);
            bytes = bytes[8..];
            if (length >= 0)
            {
                Unpack(bytes, codec);
                CheckLength(rows);
                return;
            }
        }

        unpacked.Clear();
        unpacked.Append(bytes);
        CheckLength(rows);
    }

    /// <summary>The bytes of some values.</summary>
    /// <param name="from">Index of the first value; a multiple of 8 where values are bits.</param>
    /// <param name="count">How many.</param>
    public ReadOnlySpan<byte> Bytes(long from, int count)
    {
        long start = from * Type.Bits / 8;
        int length = (int)Type.BytesFor(count);
        if (inMemory)
        {
            return unpacked.Written.Slice((int)start, length);
        }

        if (piece.Length < length)
        {
            piece = new byte[length];
        }

        Span<byte> target = piece.AsSpan(0, length);
        int read = window!.ReadAt(position + start, target);
        target[read..].Clear();
        return target;
    }

    /// <summary>Copies the bytes of some values straight to where they belong; for values of whole bytes.</summary>
    /// <param name="from">Index of the first value.</param>
    /// <param name="target">Is filled.</param>
    public void CopyTo(long from, Span<byte> target)
    {
        long start = from * Type.Bits / 8;
        if (inMemory)
        {
            unpacked.Written.Slice((int)start, target.Length).CopyTo(target);
            return;
        }

        int read = window!.ReadAt(position + start, target);
        target[read..].Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => zstd?.Dispose();

    private void Unpack(ReadOnlySpan<byte> bytes, int codec)
    {
        if (codec == 0)
        {
            Lz4Frame.Decode(bytes, unpacked);
            return;
        }

        if (!Zstd.IsAvailable)
        {
            throw new CompressedDataException($"Zstandard columns, and no such library on this system. {Zstd.Missing}");
        }

        zstd ??= new ZstdDecoder();
        zstd.Decode(bytes, unpacked);
    }

    private void CheckLength(long rows)
    {
        if (unpacked.Length < Type.BytesFor(rows))
        {
            throw new CompressedDataException($"a column of {unpacked.Length} bytes for {rows} rows");
        }
    }
}
