using System.Collections.Concurrent;

namespace EventSnn.Recordings.Bytes;

/// <summary>
/// A window that slides over the content of a file or stream, which is read into a buffer that is small enough to stay in the second-level
/// cache, so that decoding reads what the kernel has just copied. Memory does not depend on the length of the content.
/// </summary>
/// <remarks>Creates a window at the beginning of the content. The window owns the stream.</remarks>
internal sealed class ByteWindow(Stream content, Stream file) : IDisposable
{
    /// <summary>256 KiB: half of a small second-level cache.</summary>
    public const int DefaultSize = 256 * 1024;

    /// <summary>No single item may ask for more: beyond it a length field lies.</summary>
    public const int MaximumSize = 64 * 1024 * 1024;

    /// <summary>Buffers of closed windows: first touching a fresh one costs more than reading a short recording.</summary>
    private static readonly ConcurrentBag<byte[]> Spare = [];
    private const int MostSpare = 8;

    private byte[] buffer = BufferFor(content);
    private int start;
    private int end;
    private bool ended;

    /// <summary>The bytes that are at hand, from <see cref="Position"/> on.</summary>
    public ReadOnlySpan<byte> Available => buffer.AsSpan(start, end - start);

    /// <summary>Offset of the first byte of <see cref="Available"/> in the content.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes of the file that have been read so far (compressed bytes where the file is compressed).</summary>
    public long FilePosition => file.CanSeek ? (ReferenceEquals(content, file) ? Position : file.Position) : Position;

    /// <summary>Length of the file in bytes; null where it cannot be known (a pipe).</summary>
    public long? FileLength => file.CanSeek ? file.Length : null;

    /// <summary>Length of the content in bytes; null where it is only known at its end (compressed, a pipe).</summary>
    public long? ContentLength => content.CanSeek ? content.Length : null;

    /// <summary>Why the content ended before its time (a damaged compressed stream); null where it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>True where no byte is left.</summary>
    public bool AtEnd => !Fill(1);

    /// <summary>Makes at least <paramref name="wanted"/> bytes available, unless the content ends before.</summary>
    /// <param name="wanted">Bytes, at most <see cref="MaximumSize"/>.</param>
    /// <returns>Whether so many are available.</returns>
    public bool Fill(int wanted)
    {
        while (end - start < wanted && !ended)
        {
            MakeRoom(wanted);
            int read = ReadSome();
            ended = read == 0;
            end += read;
        }

        return end - start >= wanted;
    }

    /// <summary>Reads as much as the buffer takes; for decoders of small records.</summary>
    /// <param name="atLeast">Bytes that a record needs.</param>
    /// <returns>The available bytes; fewer than <paramref name="atLeast"/> at the end.</returns>
    public ReadOnlySpan<byte> FillSpan(int atLeast)
    {
        if (end - start < atLeast)
        {
            Fill(atLeast);
        }

        return Available;
    }

    /// <summary>Moves forward over available bytes.</summary>
    /// <param name="count">Bytes, at most those available.</param>
    public void Consume(int count)
    {
        start += count;
        Position += count;
    }

    /// <summary>Moves forward over any number of bytes.</summary>
    /// <param name="count">Bytes.</param>
    /// <returns>How many there were; fewer at the end of the content.</returns>
    public long Skip(long count)
    {
        long left = count;
        int atHand = (int)Math.Min(left, end - start);
        Consume(atHand);
        left -= atHand;
        if (left > 0 && content.CanSeek)
        {
            long jump = Math.Min(left, Math.Max(0, content.Length - content.Position));
            content.Seek(jump, SeekOrigin.Current);
            Position += jump;
            left -= jump;
        }

        while (left > 0 && Fill(1))
        {
            int n = (int)Math.Min(left, end - start);
            Consume(n);
            left -= n;
        }

        return count - left;
    }

    /// <summary>Whether <see cref="ReadAt"/> and <see cref="Seek"/> can be used.</summary>
    public bool CanSeek => content.CanSeek;

    /// <summary>Reads from any place of seekable content; the window stays where it is.</summary>
    /// <param name="position">Offset in the content.</param>
    /// <param name="target">Is filled.</param>
    /// <returns>Bytes read; fewer than asked for at the end.</returns>
    public int ReadAt(long position, Span<byte> target)
    {
        long here = content.Position;
        content.Position = position;
        int read = content.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        content.Position = here;
        return read;
    }

    /// <summary>Moves to any place of seekable content.</summary>
    /// <param name="position">Offset in the content.</param>
    public void Seek(long position)
    {
        content.Seek(position, SeekOrigin.Begin);
        Position = position;
        start = end = 0;
        ended = false;
    }

    /// <summary>Gives the stream up again, at its beginning.</summary>
    /// <param name="name">For errors.</param>
    /// <returns>The stream; its new owner closes it.</returns>
    public Stream Release(string name)
    {
        if (content.CanSeek)
        {
            content.Seek(0, SeekOrigin.Begin);
            return content;
        }

        return new PrefixedStream(Available.ToArray(), content, name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        byte[] old = buffer;
        buffer = [];
        start = end = 0;
        ended = true;
        if (old.Length == DefaultSize && Spare.Count < MostSpare)
        {
            Spare.Add(old);
        }

        content.Dispose();
        file.Dispose();
    }

    private static byte[] BufferFor(Stream content)
    {
        int size = content.CanSeek ? (int)Math.Clamp(content.Length + 1, 256, DefaultSize) : DefaultSize;
        return size > DefaultSize / 8 && Spare.TryTake(out byte[]? spare)
            ? spare
            : GC.AllocateUninitializedArray<byte>(size > DefaultSize / 8 ? DefaultSize : size, pinned: true);
    }

    private void MakeRoom(int wanted)
    {
        if (start > 0)
        {
            Buffer.BlockCopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }

        if (end == buffer.Length)
        {
            // Doubled as bytes really arrive, so that a lying length costs nothing.
            int grown = (int)Math.Min(Math.Max(2L * buffer.Length, 16), MaximumSize);
            if (wanted > MaximumSize || grown == buffer.Length)
            {
                throw new InvalidOperationException($"A window of {wanted} bytes was asked for; the limit is {MaximumSize}.");
            }

            byte[] larger = GC.AllocateUninitializedArray<byte>(grown, pinned: true);
            Buffer.BlockCopy(buffer, 0, larger, 0, end);
            buffer = larger;
        }
    }

    private int ReadSome()
    {
        try
        {
            return content.Read(buffer, end, buffer.Length - end);
        }
        catch (InvalidDataException e)
        {
            Fault = e.Message;
            return 0;
        }
        catch (EndOfStreamException e)
        {
            Fault = e.Message;
            return 0;
        }
    }
}
