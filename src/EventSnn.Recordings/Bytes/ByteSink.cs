namespace EventSnn.Recordings.Bytes;

/// <summary>
/// Buffered bytes on their way to a file that appears under its name only when it is complete. Until then they stand in a file
/// of another name in the same folder, which is deleted where writing is given up.
/// </summary>
internal sealed class ByteSink : IDisposable
{
    private const int BufferSize = 256 * 1024;
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private readonly Stream stream;
    private readonly Stream? file;
    private readonly string? path;
    private readonly string? partial;
    private int used;
    private bool completed;

    private ByteSink(Stream stream, Stream? file, string? path, string? partial)
    {
        this.stream = stream;
        this.file = file;
        this.path = path;
        this.partial = partial;
    }

    /// <summary>Bytes written so far.</summary>
    public long Position { get; private set; }

    /// <summary>Whether <see cref="Patch"/> can be used.</summary>
    public bool CanPatch => stream.CanSeek;

    /// <summary>Writes to a stream, which stays open.</summary>
    public static ByteSink To(Stream stream) => new(stream, null, null, null);

    /// <summary>Writes to a file that appears on <see cref="Complete"/>.</summary>
    /// <param name="path">The file; an old one is replaced on completion.</param>
    /// <param name="wrap">Puts a compressor around the file; null for none.</param>
    public static ByteSink To(string path, Func<Stream, Stream>? wrap)
    {
        string full = Path.GetFullPath(path);
        string temporary = $"{full}.{Environment.ProcessId}.partial";
        FileStream disk = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        return new ByteSink(wrap is null ? disk : wrap(disk), disk, full, temporary);
    }

    /// <summary>A span to write into, of at least <paramref name="size"/> bytes; follow with <see cref="Advance"/>.</summary>
    /// <param name="size">Bytes, at most 128 KiB.</param>
    public Span<byte> GetSpan(int size)
    {
        if (buffer.Length - used < size)
        {
            Flush();
        }

        return buffer.AsSpan(used);
    }

    /// <summary>Counts bytes that were written into the span.</summary>
    public void Advance(int count)
    {
        used += count;
        Position += count;
    }

    /// <summary>Writes bytes of any number.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        Position += bytes.Length;
        if (bytes.Length > buffer.Length - used)
        {
            Flush();
            if (bytes.Length > buffer.Length)
            {
                stream.Write(bytes);
                return;
            }
        }

        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
    }

    /// <summary>Replaces bytes that were written before, where the target can seek.</summary>
    public void Patch(long position, ReadOnlySpan<byte> bytes)
    {
        Flush();
        long here = stream.Position;
        stream.Position = here - (Position - position);
        stream.Write(bytes);
        stream.Position = here;
    }

    /// <summary>Makes the file appear under its name.</summary>
    public void Complete()
    {
        Flush();
        stream.Flush();
        if (file is FileStream disk && path is not null && partial is not null)
        {
            if (!ReferenceEquals(stream, file))
            {
                stream.Dispose();
            }
            else
            {
                disk.Flush(flushToDisk: true);
                disk.Dispose();
            }

            File.Move(partial, path, overwrite: true);
        }

        completed = true;
    }

    /// <summary>Closes; where <see cref="Complete"/> was not called, nothing is left behind.</summary>
    public void Dispose()
    {
        if (partial is null || completed)
        {
            return;
        }

        try
        {
            if (!ReferenceEquals(stream, file))
            {
                stream.Dispose();
            }
        }
        catch (IOException)
        {
            // The file is being thrown away; that its last bytes did not fit the disk does not matter any more.
        }
        finally
        {
            file?.Dispose();
            File.Delete(partial);
        }
    }

    /// <summary>Hands on what waits in the buffer.</summary>
    public void Flush()
    {
        if (used > 0)
        {
            stream.Write(buffer, 0, used);
            used = 0;
        }
    }
}
