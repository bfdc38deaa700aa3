using EventSnn.Events.Geometry;
using EventSnn.Recordings;
using EventSnn.Simulation.Pictures;

namespace EventSnn.Simulation.Video;

/// <summary>A folder of PNG or PGM pictures of one size, as frames in the order of their names.</summary>
public sealed class PictureSequence : IFrameSource
{
    private readonly string[] files;
    private Picture? first;
    private int next;

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder with <c>.png</c>, <c>.pgm</c> or <c>.ppm</c> files.</param>
    /// <param name="framesPerSecond">Frames per second, above 0.</param>
    /// <exception cref="RecordingException">There is no picture, or the first one is damaged.</exception>
    public PictureSequence(string folder, double framesPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(framesPerSecond);
        files = [.. Directory.GetFiles(folder).Where(PictureReader.Knows).Order(NaturalOrder.Instance)];
        if (files.Length == 0)
        {
            throw new RecordingException(folder, null, "a folder with .png, .pgm or .ppm pictures", "none");
        }

        first = PictureReader.Read(files[0]);
        Size = first.Size;
        FramesPerSecond = framesPerSecond;
    }

    /// <inheritdoc/>
    public SensorSize Size { get; }

    /// <inheritdoc/>
    public double FramesPerSecond { get; }

    /// <inheritdoc/>
    public int? Count => files.Length;

    /// <inheritdoc/>
    public bool Read(Span<float> luma)
    {
        if (next == files.Length)
        {
            return false;
        }

        Picture picture = first ?? PictureReader.Read(files[next]);
        first = null;
        if (picture.Size != Size)
        {
            throw new RecordingException(files[next], null, $"a picture of {Size} as the first one", $"{picture.Size}");
        }

        next++;
        byte[] s = picture.Samples;
        for (int i = 0; i < Size.Pixels; i++)
        {
            // Brightness after ITU-R BT.601.
            luma[i] = picture.Channels == 1 ? s[i] : (0.299f * s[3 * i]) + (0.587f * s[(3 * i) + 1]) + (0.114f * s[(3 * i) + 2]);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Files are opened one at a time; nothing stays open.
    }
}
