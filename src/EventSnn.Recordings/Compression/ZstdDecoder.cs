namespace EventSnn.Recordings.Compression;

/// <summary>Decodes Zstandard frames into a bounded buffer.</summary>
internal sealed unsafe class ZstdDecoder : IDisposable
{
    private nint stream = Zstd.ZSTD_createDStream();

    /// <summary>Decodes frames.</summary>
    /// <param name="source">The frames.</param>
    /// <param name="output">Is cleared and filled.</param>
    /// <exception cref="CompressedDataException">The frames are damaged, or too much comes out of them.</exception>
    public void Decode(ReadOnlySpan<byte> source, GrowingBuffer output)
    {
        output.Clear();
        Zstd.ZSTD_initDStream(stream);
        fixed (byte* bytes = source)
        {
            ZstdBuffer input = new() { Bytes = bytes, Size = (nuint)source.Length };
            nuint hint = 1;
            while (input.Position < input.Size || hint != 0)
            {
                output.Reserve(64 * 1024);
                nuint before = input.Position;
                int room = output.Array.Length - output.Length;
                fixed (byte* free = &output.Array[output.Length])
                {
                    ZstdBuffer target = new() { Bytes = free, Size = (nuint)room };
                    hint = Zstd.ZSTD_decompressStream(stream, &target, &input);
                    if (Zstd.IsError(hint))
                    {
                        throw new CompressedDataException($"damaged Zstandard content ({Zstd.ErrorName(hint)})");
                    }

                    output.Advance((int)target.Position);
                    if (target.Position == 0 && input.Position == before)
                    {
                        if (hint != 0)
                        {
                            throw new CompressedDataException("Zstandard content without its end");
                        }

                        break;
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (stream != 0)
        {
            Zstd.ZSTD_freeDStream(stream);
            stream = 0;
        }
    }
}
