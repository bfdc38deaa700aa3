using System.Buffers.Binary;

namespace EventSnn.Recordings.Compression;

/// <summary>LZ4 frames, one or several behind each other, with every option of the format but dictionaries.</summary>
internal static class Lz4Frame
{
    private const uint Magic = 0x184D2204;
    private const uint SkippableMask = 0xFFFFFFF0;
    private const uint Skippable = 0x184D2A50;

    /// <summary>Decodes frames.</summary>
    /// <param name="source">The frames.</param>
    /// <param name="output">Is cleared and filled.</param>
    /// <exception cref="CompressedDataException">The frames are damaged, or too much comes out of them.</exception>
    public static void Decode(ReadOnlySpan<byte> source, GrowingBuffer output)
    {
        output.Clear();
        while (source.Length >= 4)
        {
            uint magic = BinaryPrimitives.ReadUInt32LittleEndian(source);
            if ((magic & SkippableMask) == Skippable && source.Length >= 8)
            {
                uint skip = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
                source = skip <= source.Length - 8 ? source[(8 + (int)skip)..] : throw new CompressedDataException("a skippable frame that passes the end");
                continue;
            }

            if (magic != Magic)
            {
                throw new CompressedDataException($"0x{magic:X8} instead of the LZ4 frame mark");
            }

            source = DecodeFrame(source[4..], output);
        }

        if (source.Length > 0)
        {
            throw new CompressedDataException($"{source.Length} bytes behind the last LZ4 frame");
        }
    }

    /// <summary>Encodes one frame: independent blocks, no checksums but that of the header.</summary>
    /// <param name="source">What to encode.</param>
    /// <param name="output">Is cleared and filled.</param>
    /// <param name="table">Work space of 2^14 entries.</param>
    public static void Encode(ReadOnlySpan<byte> source, GrowingBuffer output, int[] table)
    {
        const int BlockSize = 4 * 1024 * 1024;
        output.Clear();
        Span<byte> header = stackalloc byte[7];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        header[4] = 0x60;
        header[5] = 0x70;
        header[6] = (byte)(XxHash32.Of(header[4..6]) >> 8);
        output.Append(header);
        while (!source.IsEmpty)
        {
            ReadOnlySpan<byte> block = source[..Math.Min(source.Length, BlockSize)];
            source = source[block.Length..];
            output.Reserve(4 + Lz4Block.MaximumLength(block.Length));
            Span<byte> free = output.Array.AsSpan(output.Length);
            int length = Lz4Block.Encode(block, free[4..], table);
            if (length < block.Length)
            {
                BinaryPrimitives.WriteInt32LittleEndian(free, length);
                output.Advance(4 + length);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(free, (uint)block.Length | 0x80000000);
                block.CopyTo(free[4..]);
                output.Advance(4 + block.Length);
            }
        }

        output.Append([0, 0, 0, 0]);
    }

    private static ReadOnlySpan<byte> DecodeFrame(ReadOnlySpan<byte> source, GrowingBuffer output)
    {
        if (source.Length < 3)
        {
            throw new CompressedDataException("an LZ4 frame cut in its header");
        }

        byte flags = source[0];
        byte descriptor = source[1];
        bool independent = (flags & 0x20) != 0;
        bool blockChecksums = (flags & 0x10) != 0;
        bool hasSize = (flags & 0x08) != 0;
        bool contentChecksum = (flags & 0x04) != 0;
        if (flags >> 6 != 1 || (flags & 0x03) != 0 || (descriptor & 0x8F) != 0 || (descriptor >> 4) is < 4 or > 7)
        {
            throw new CompressedDataException("an LZ4 frame header with unknown options (dictionaries are not supported)");
        }

        int headerLength = hasSize ? 10 : 2;
        if (source.Length < headerLength + 1 || (byte)(XxHash32.Of(source[..headerLength]) >> 8) != source[headerLength])
        {
            throw new CompressedDataException("an LZ4 frame header with a wrong checksum");
        }

        source = source[(headerLength + 1)..];
        int blockMaximum = 1 << (8 + (2 * (descriptor >> 4)));
        int frameStart = output.Length;
        while (true)
        {
            if (source.Length < 4)
            {
                throw new CompressedDataException("an LZ4 frame without its end");
            }

            uint word = BinaryPrimitives.ReadUInt32LittleEndian(source);
            source = source[4..];
            if (word == 0)
            {
                break;
            }

            int length = (int)(word & 0x7FFFFFFF);
            if (length > source.Length || length > blockMaximum)
            {
                throw new CompressedDataException($"an LZ4 block of {length} bytes where {Math.Min(source.Length, blockMaximum)} are possible");
            }

            ReadOnlySpan<byte> block = source[..length];
            source = source[length..];
            DecodeBlock(block, word >> 31 != 0, independent, blockMaximum, frameStart, output);
            if (blockChecksums)
            {
                source = Checked(source, XxHash32.Of(block), "block");
            }
        }

        return contentChecksum ? Checked(source, XxHash32.Of(output.Written[frameStart..]), "content") : source;
    }

    private static void DecodeBlock(ReadOnlySpan<byte> block, bool stored, bool independent, int blockMaximum, int frameStart, GrowingBuffer output)
    {
        if (stored)
        {
            output.Append(block);
            return;
        }

        // An LZ4 block cannot expand to more than 255 times its length.
        int room = (int)Math.Min(blockMaximum, (block.Length * 255L) + 64);
        output.Reserve(room);
        int lookBack = independent ? output.Length : frameStart;
        int decoded = Lz4Block.Decode(block, output.Array, lookBack, output.Length, output.Length + room);
        output.Advance(decoded);
    }

    private static ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> source, uint hash, string of)
    {
        if (source.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(source) != hash)
        {
            throw new CompressedDataException($"an LZ4 {of} with a wrong checksum");
        }

        return source[4..];
    }
}
