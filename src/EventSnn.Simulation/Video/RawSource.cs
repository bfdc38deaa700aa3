using EventSnn.Events.Geometry;
using EventSnn.Recordings;

namespace EventSnn.Simulation.Video;

/// <summary>Reads 8-bit grey frames without any header, as from <c>ffmpeg … -f rawvideo -pix_fmt gray -</c>.</summary>
public sealed class RawSource : IFrameSource
{
    private readonly FrameBytes bytes;
    private readonly string name;
    private readonly byte[] frame;

    /// <summary>Opens a pipe or file.</summary>
    /// <param name="stream">Its bytes; owned and closed by the source.</param>
    /// <param name="name">A name for errors.</param>
    /// <param name="size">Columns and rows of every frame.</param>
    /// <param name="framesPerSecond">Frames per second, above 0.</param>
    public RawSource(Stream stream, string name, SensorSize size, double framesPerSecond)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(framesPerSecond);
        bytes = new FrameBytes(stream);
        this.name = name;
        Size = size;
        FramesPerSecond = framesPerSecond;
        frame = new byte[size.Pixels];
    }

    /// <inheritdoc/>
    public SensorSize Size { get; }

    /// <inheritdoc/>
    public double FramesPerSecond { get; }

    /// <inheritdoc/>
    public int? Count => null;

    /// <inheritdoc/>
    public bool Read(Span<float> luma)
    {
        long place = bytes.Position;
        int got = bytes.Read(frame);
        if (got < frame.Length)
        {
            return got == 0 ? false : throw new RecordingException(
                name, place, $"whole frames of {Size} ({frame.Length} bytes)", $"{got} bytes behind the last whole one",
                "Check --size and that the pixels are 8-bit grey: ffmpeg -i VIDEO -f rawvideo -pix_fmt gray -");
        }

        for (int i = 0; i < frame.Length; i++)
        {
            luma[i] = frame[i];
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => bytes.Dispose();
}
