namespace EventSnn.Recordings.Compression;

/// <summary>Reads a Zstandard-compressed stream, in constant memory.</summary>
internal sealed unsafe class ZstdStream : Stream
{
    private readonly Stream source;
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(128 * 1024, pinned: true);
    private nint stream;
    private int start;
    private int end;
    private nuint hint = 1;

    /// <summary>Wraps a compressed stream.</summary>
    /// <param name="source">The compressed bytes; closed with this stream.</param>
    public ZstdStream(Stream source)
    {
        this.source = source;
        stream = Zstd.ZSTD_createDStream();
        Zstd.ZSTD_initDStream(stream);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> output)
    {
        while (!output.IsEmpty)
        {
            if (start == end)
            {
                start = 0;
                end = source.Read(buffer);
                if (end == 0)
                {
                    // 0 means that a frame has just ended: the place where a file may end.
                    return hint == 0 ? 0 : throw new InvalidDataException("the Zstandard content has no end");
                }
            }

            fixed (byte* bytes = &buffer[start])
            fixed (byte* target = output)
            {
                ZstdBuffer input = new() { Bytes = bytes, Size = (nuint)(end - start) };
                ZstdBuffer result = new() { Bytes = target, Size = (nuint)output.Length };
                hint = Zstd.ZSTD_decompressStream(stream, &result, &input);
                if (Zstd.IsError(hint))
                {
                    throw new InvalidDataException(Zstd.ErrorName(hint));
                }

                start += (int)input.Position;
                if (result.Position > 0)
                {
                    return (int)result.Position;
                }
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (stream != 0)
        {
            Zstd.ZSTD_freeDStream(stream);
            stream = 0;
        }

        source.Dispose();
        base.Dispose(disposing);
    }
}
