using System.Buffers.Binary;

namespace EventSnn.Recordings.Compression.Lz4;

/// <summary>Goes through LZ4 frames from one compressed block to the next.</summary>
/// <param name="source">The frames; pinned.</param>
/// <param name="length">Their bytes.</param>
/// <param name="output">Is cleared and filled.</param>
internal unsafe struct Lz4FrameReader(byte* source, int length, GrowingBuffer output)
{
    private const uint SkippableMask = 0xFFFFFFF0;
    private const uint Skippable = 0x184D2A50;

    /// <summary>The block to decode.</summary>
    public Lz4Lane Lane;

    private readonly byte* end = source + length;
    private byte* at = source;
    private bool started;
    private bool isInFrame;
    private bool isInBlock;
    private byte* block;
    private int blockLength;
    private bool independent;
    private bool blockChecksums;
    private bool contentChecksum;
    private int blockMaximum;
    private int frameStart;

    private readonly ReadOnlySpan<byte> Rest => new(at, (int)(end - at));

    /// <summary>Takes what was decoded of the block before, and goes to the next one.</summary>
    /// <returns>False at the end of the last frame.</returns>
    /// <exception cref="CompressedDataException">The frames or the block before are damaged, or too much comes out of them.</exception>
    public bool Next()
    {
        if (!started)
        {
            started = true;
            output.Clear();
        }

        if (isInBlock)
        {
            TakeBlock();
        }

        while (isInFrame || BeginFrame())
        {
            if (NextBlock())
            {
                return true;
            }
        }

        return false;
    }

    private void TakeBlock()
    {
        isInBlock = false;
        if (Lane.Fault is { } fault)
        {
            throw new CompressedDataException(fault);
        }

        fixed (byte* start = output.Array)
        {
            output.Advance((int)(Lane.To - start) - output.Length);
        }

        if (blockChecksums)
        {
            Check(XxHash32.Of(new ReadOnlySpan<byte>(block, blockLength)), "block");
        }
    }

    private bool BeginFrame()
    {
        while (end - at >= 4)
        {
            uint magic = BinaryPrimitives.ReadUInt32LittleEndian(Rest);
            if ((magic & SkippableMask) == Skippable && end - at >= 8)
            {
                uint skip = BinaryPrimitives.ReadUInt32LittleEndian(Rest[4..]);
                at = skip <= end - at - 8 ? at + 8 + skip : throw new CompressedDataException("a skippable frame that passes the end");
                continue;
            }

            if (magic != Lz4Frame.Magic)
            {
                throw new CompressedDataException($"0x{magic:X8} instead of the LZ4 frame mark");
            }

            at += 4;
            ReadHeader();
            isInFrame = true;
            return true;
        }

        return at == end ? false : throw new CompressedDataException($"{end - at} bytes behind the last LZ4 frame");
    }

    private void ReadHeader()
    {
        ReadOnlySpan<byte> header = Rest;
        if (header.Length < 3)
        {
            throw new CompressedDataException("an LZ4 frame cut in its header");
        }

        byte flags = header[0];
        byte descriptor = header[1];
        independent = (flags & 0x20) != 0;
        blockChecksums = (flags & 0x10) != 0;
        contentChecksum = (flags & 0x04) != 0;
        if (flags >> 6 != 1 || (flags & 0x03) != 0 || (descriptor & 0x8F) != 0 || (descriptor >> 4) is < 4 or > 7)
        {
            throw new CompressedDataException("an LZ4 frame header with unknown options (dictionaries are not supported)");
        }

        int headerLength = (flags & 0x08) != 0 ? 10 : 2;
        if (header.Length < headerLength + 1 || (byte)(XxHash32.Of(header[..headerLength]) >> 8) != header[headerLength])
        {
            throw new CompressedDataException("an LZ4 frame header with a wrong checksum");
        }

        at += headerLength + 1;
        blockMaximum = 1 << (8 + (2 * (descriptor >> 4)));
        frameStart = output.Length;
    }

    /// <summary>Goes to the next compressed block of the frame; false where the frame has ended.</summary>
    private bool NextBlock()
    {
        while (true)
        {
            if (end - at < 4)
            {
                throw new CompressedDataException("an LZ4 frame without its end");
            }

            uint word = BinaryPrimitives.ReadUInt32LittleEndian(Rest);
            at += 4;
            if (word == 0)
            {
                isInFrame = false;
                if (contentChecksum)
                {
                    Check(XxHash32.Of(output.Written[frameStart..]), "content");
                }

                return false;
            }

            int size = (int)(word & 0x7FFFFFFF);
            if (size > end - at || size > blockMaximum)
            {
                throw new CompressedDataException($"an LZ4 block of {size} bytes where {Math.Min(end - at, blockMaximum)} are possible");
            }

            block = at;
            blockLength = size;
            at += size;
            if (word >> 31 == 0)
            {
                BeginBlock();
                return true;
            }

            output.Append(new ReadOnlySpan<byte>(block, blockLength));
            if (blockChecksums)
            {
                Check(XxHash32.Of(new ReadOnlySpan<byte>(block, blockLength)), "block");
            }
        }
    }

    private void BeginBlock()
    {
        // An LZ4 block cannot expand to more than 255 times its length.
        int room = (int)Math.Min(blockMaximum, (blockLength * 255L) + 64);
        output.Reserve(room);
        isInBlock = true;

        // The array is pinned for as long as it lives.
        fixed (byte* start = output.Array)
        {
            Lane = new Lz4Lane(block, blockLength, start, start + (independent ? output.Length : frameStart), start + output.Length, room);
        }
    }

    private void Check(uint hash, string of)
    {
        if (end - at < 4 || BinaryPrimitives.ReadUInt32LittleEndian(Rest) != hash)
        {
            throw new CompressedDataException($"an LZ4 {of} with a wrong checksum");
        }

        at += 4;
    }
}
