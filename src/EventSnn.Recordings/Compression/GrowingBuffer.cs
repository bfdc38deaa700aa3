namespace EventSnn.Recordings.Compression;

/// <summary>A reused output buffer that grows with what really arrives, up to a limit.</summary>
/// <param name="limit">Bytes at most.</param>
internal sealed class GrowingBuffer(int limit)
{
    private byte[] bytes = [];

    /// <summary>Bytes in use.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes in use.</summary>
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    /// <summary>The whole array, for decoders that look back.</summary>
    public byte[] Array => bytes;

    /// <summary>Makes the buffer empty.</summary>
    public void Clear() => Length = 0;

    /// <summary>Makes room behind the bytes in use.</summary>
    /// <param name="count">Bytes.</param>
    /// <exception cref="CompressedDataException">The limit is passed.</exception>
    public void Reserve(int count)
    {
        long needed = (long)Length + count;
        if (needed > limit)
        {
            throw new CompressedDataException($"content that unpacks to more than {limit} bytes");
        }

        if (needed > bytes.Length)
        {
            byte[] larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(Math.Max(Math.Max(needed, 4096), 2L * bytes.Length), limit), pinned: true);
            Buffer.BlockCopy(bytes, 0, larger, 0, Length);
            bytes = larger;
        }
    }

    /// <summary>Counts bytes that were written behind those in use.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> more)
    {
        Reserve(more.Length);
        more.CopyTo(bytes.AsSpan(Length));
        Length += more.Length;
    }
}
