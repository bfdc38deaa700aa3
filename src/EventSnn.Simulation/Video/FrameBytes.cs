namespace EventSnn.Simulation.Video;

/// <summary>Reads bytes from a stream and knows where it is, for errors that name a place.</summary>
internal sealed class FrameBytes(Stream stream) : IDisposable
{
    private readonly BufferedStream buffered = new(stream, 1 << 16);

    public long Position { get; private set; }

    /// <summary>Fills the buffer as far as the content goes.</summary>
    /// <returns>Bytes read; fewer than asked for only at the end.</returns>
    public int Read(Span<byte> buffer)
    {
        int n = buffered.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        Position += n;
        return n;
    }

    /// <summary>Reads a line without its end; null at the end of the content.</summary>
    /// <param name="longest">More characters than this are no line.</param>
    public string? ReadLine(int longest)
    {
        var line = new System.Text.StringBuilder();
        int b = buffered.ReadByte();
        if (b < 0)
        {
            return null;
        }

        for (; b >= 0 && b != '\n' && line.Length <= longest; b = buffered.ReadByte())
        {
            Position++;
            line.Append((char)b);
        }

        Position += b == '\n' ? 1 : 0;
        return line.ToString();
    }

    public void Dispose() => buffered.Dispose();
}
