namespace EventSnn.Recordings.Bytes;

/// <summary>A forward-only stream whose first bytes were already read from it (a pipe that was looked into).</summary>
internal sealed class PrefixedStream(byte[] prefix, Stream rest, string name) : Stream
{
    private int used;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException($"{name} has no known length.");

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException($"{name} cannot seek.");
        set => throw new NotSupportedException($"{name} cannot seek.");
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (used == prefix.Length)
        {
            return rest.Read(buffer);
        }

        int n = Math.Min(buffer.Length, prefix.Length - used);
        prefix.AsSpan(used, n).CopyTo(buffer);
        used += n;
        return n;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException($"{name} cannot seek.");

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException($"{name} is read only.");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException($"{name} is read only.");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        rest.Dispose();
        base.Dispose(disposing);
    }
}
