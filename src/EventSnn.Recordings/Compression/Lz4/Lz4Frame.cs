using System.Buffers.Binary;

namespace EventSnn.Recordings.Compression.Lz4;

/// <summary>LZ4 frames, one or several behind each other, with every option of the format but dictionaries.</summary>
internal static unsafe class Lz4Frame
{
    /// <summary>The mark that a frame begins with.</summary>
    public const uint Magic = 0x184D2204;

    /// <summary>Decodes frames.</summary>
    /// <param name="source">The frames.</param>
    /// <param name="output">Is cleared and filled.</param>
    /// <exception cref="CompressedDataException">The frames are damaged, or too much comes out of them.</exception>
    public static void Decode(ReadOnlySpan<byte> source, GrowingBuffer output)
    {
        fixed (byte* bytes = source)
        {
            Lz4FrameReader reader = new(bytes, source.Length, output);
            while (reader.Next())
            {
                Lz4Decoder.Decode(ref reader.Lane);
            }
        }
    }

    /// <summary>Decodes several contents, two at a time where that pays.</summary>
    /// <param name="source">Holds all of them.</param>
    /// <param name="parts">Where each lies.</param>
    /// <param name="outputs">One for each; is cleared and filled.</param>
    /// <param name="decoded">Tells of each whether it could be decoded. <see cref="Decode"/> tells what is wrong with another one.</param>
    public static void DecodeMany(ReadOnlySpan<byte> source, ReadOnlySpan<Range> parts, ReadOnlySpan<GrowingBuffer> outputs, Span<bool> decoded)
    {
        fixed (byte* bytes = source)
        {
            decoded.Clear();
            int next = 0;
            int first = -1;
            int second = -1;
            Lz4FrameReader reader = default;
            Lz4FrameReader reader2 = default;
            while (true)
            {
                while (first < 0 && next < parts.Length)
                {
                    first = Begin(bytes, source.Length, parts, outputs, decoded, next++, ref reader);
                }

                while (second < 0 && next < parts.Length)
                {
                    second = Begin(bytes, source.Length, parts, outputs, decoded, next++, ref reader2);
                }

                if (first < 0 && second < 0)
                {
                    return;
                }

                if (first >= 0 && second >= 0)
                {
                    Lz4Decoder.Decode(ref reader.Lane, ref reader2.Lane);
                }
                else
                {
                    Lz4Decoder.Decode(ref first >= 0 ? ref reader.Lane : ref reader2.Lane);
                }

                first = first >= 0 && reader.Lane.HasEnded ? GoOn(first, decoded, ref reader) : first;
                second = second >= 0 && reader2.Lane.HasEnded ? GoOn(second, decoded, ref reader2) : second;
            }
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
            output.Reserve(4 + Lz4Encoder.MaximumLength(block.Length));
            Span<byte> free = output.Array.AsSpan(output.Length);
            int length = Lz4Encoder.Encode(block, free[4..], table);
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

    private static int Begin(byte* bytes, int length, ReadOnlySpan<Range> parts, ReadOnlySpan<GrowingBuffer> outputs, Span<bool> decoded, int part, ref Lz4FrameReader reader)
    {
        (int offset, int size) = parts[part].GetOffsetAndLength(length);
        reader = new Lz4FrameReader(bytes + offset, size, outputs[part]);
        return GoOn(part, decoded, ref reader);
    }

    /// <summary>The part, where it has a block to decode; else -1.</summary>
    private static int GoOn(int part, Span<bool> decoded, ref Lz4FrameReader reader)
    {
        try
        {
            if (reader.Next())
            {
                return part;
            }

            decoded[part] = true;
        }
        catch (CompressedDataException)
        {
            decoded[part] = false;
        }

        return -1;
    }
}
