using System.Buffers.Binary;
using EventSnn.Recordings.Compression;
using EventSnn.Recordings.FlatBuffers;

namespace EventSnn.Recordings.Arrow;

/// <summary>What a record batch message tells: how many rows, and where the four value buffers lie in the body.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Offsets">Offset of the buffers of t, x, y, p in the body.</param>
/// <param name="Lengths">Their lengths in bytes.</param>
/// <param name="Codec">-1 uncompressed, 0 LZ4 frames, 1 Zstandard.</param>
internal sealed record ArrowBatch(long Rows, long[] Offsets, long[] Lengths, int Codec)
{
    /// <summary>Reads a record batch and checks that its buffers lie in its body and hold its rows.</summary>
    /// <param name="table">The record batch table.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="bodyLength">Bytes in the body.</param>
    /// <exception cref="CompressedDataException">It is damaged.</exception>
    public static ArrowBatch Read(FlatTable table, ArrowSchema schema, long bodyLength)
    {
        long rows = table.Int64(0, 0);
        ReadOnlySpan<byte> nodes = table.Vector(1, 16, out _);
        ReadOnlySpan<byte> buffers = table.Vector(2, 16, out _);
        int codec = table.Has(3) ? table.Table(3).UInt8(0, 0) : -1;
        if (rows < 0 || codec > 1)
        {
            throw new CompressedDataException($"a record batch of {rows} rows and compression {codec}");
        }

        long[] offsets = new long[4];
        long[] lengths = new long[4];
        for (int c = 0; c < 4; c++)
        {
            int node = schema.Columns[c] * 16;
            int at = schema.BufferStarts[c] * 16;
            if (node + 16 > nodes.Length || at + 16 > buffers.Length)
            {
                throw new CompressedDataException("a record batch with fewer columns than its schema");
            }

            long nulls = BinaryPrimitives.ReadInt64LittleEndian(nodes[(node + 8)..]);
            offsets[c] = BinaryPrimitives.ReadInt64LittleEndian(buffers[at..]);
            lengths[c] = BinaryPrimitives.ReadInt64LittleEndian(buffers[(at + 8)..]);
            if (nulls != 0)
            {
                throw new CompressedDataException($"{nulls} missing values in a column of events");
            }

            bool outside = offsets[c] < 0 || lengths[c] < 0 || offsets[c] > bodyLength || lengths[c] > bodyLength - offsets[c];
            if (outside || rows > long.MaxValue / 128 || (codec < 0 && lengths[c] < schema.Types[c].BytesFor(rows)))
            {
                throw new CompressedDataException($"a column of {lengths[c]} bytes at {offsets[c]} in a body of {bodyLength} bytes for {rows} rows");
            }
        }

        return new ArrowBatch(rows, offsets, lengths, codec);
    }
}
