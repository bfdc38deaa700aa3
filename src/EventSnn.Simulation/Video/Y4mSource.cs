using System.Globalization;
using EventSnn.Events.Geometry;
using EventSnn.Recordings;

namespace EventSnn.Simulation.Video;

/// <summary>
/// Reads YUV4MPEG2 (<c>.y4m</c>), 8 bits, any of the usual chroma formats; only the brightness is used. Limited range (16
/// to 235) is stretched to 0 to 255.
/// </summary>
public sealed class Y4mSource : IFrameSource
{
    private const int LongestLine = 1024;
    private readonly FrameBytes bytes;
    private readonly string name;
    private readonly byte[] frame;
    private readonly int chroma;
    private readonly bool fullRange;
    private int frames;

    /// <summary>Opens a video.</summary>
    /// <param name="stream">Its bytes from the beginning; owned and closed by the source.</param>
    /// <param name="name">A name for errors.</param>
    /// <exception cref="RecordingException">The header is damaged or asks for what is not supported.</exception>
    public Y4mSource(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        this.name = name;
        bytes = new FrameBytes(stream);
        string header = bytes.ReadLine(LongestLine) ?? string.Empty;
        string[] fields = header.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 0 || fields[0] != "YUV4MPEG2")
        {
            throw new RecordingException(name, 0, "a y4m video ('YUV4MPEG2 ...')", $"'{Shorten(header)}'", "Convert it: ffmpeg -i FILE -pix_fmt gray OUT.y4m");
        }

        int width = 0, height = 0;
        double rate = 0;
        string space = "420jpeg";
        foreach (string field in fields.Skip(1))
        {
            string value = field[1..];
            switch (field[0])
            {
                case 'W':
                    width = Whole(value, "a width");
                    break;
                case 'H':
                    height = Whole(value, "a height");
                    break;
                case 'F':
                    rate = Ratio(value);
                    break;
                case 'I' when value is not ("p" or "?"):
                    throw new RecordingException(name, 0, "progressive frames (Ip)", $"interlaced ones (I{value})", "Deinterlace it first: ffmpeg -i FILE -vf yadif OUT.y4m");
                case 'C':
                    space = value;
                    break;
                case 'X' when value.Equals("COLORRANGE=FULL", StringComparison.OrdinalIgnoreCase):
                    fullRange = true;
                    break;
            }
        }

        if (width is < 1 or > 16384 || height is < 1 or > 16384)
        {
            throw new RecordingException(name, 0, "a size from 1x1 to 16384x16384", $"W{width} H{height}");
        }

        int half = ((width + 1) / 2) * height;
        int quarter = ((width + 1) / 2) * ((height + 1) / 2);
        chroma = space switch
        {
            "mono" => 0,
            "420" or "420jpeg" or "420mpeg2" or "420paldv" => 2 * quarter,
            "422" => 2 * half,
            "444" => 2 * width * height,
            _ => throw new RecordingException(name, 0, "8-bit frames (Cmono, C420, C422 or C444)", $"C{space}", "Convert it: ffmpeg -i FILE -pix_fmt gray OUT.y4m"),
        };
        fullRange |= space == "420jpeg" && !header.Contains("COLORRANGE=LIMITED", StringComparison.OrdinalIgnoreCase);
        Size = new SensorSize(width, height);
        FramesPerSecond = rate > 0 ? rate : throw new RecordingException(name, 0, "a frame rate (F30:1)", "none");
        frame = new byte[Math.Max(Size.Pixels, chroma)];
    }

    /// <inheritdoc/>
    public SensorSize Size { get; }

    /// <inheritdoc/>
    public double FramesPerSecond { get; }

    /// <inheritdoc/>
    public int? Count => null;

    /// <inheritdoc/>
    public string? Fault { get; private set; }

    /// <inheritdoc/>
    public bool Read(Span<float> luma)
    {
        long place = bytes.Position;
        string? line = bytes.ReadLine(LongestLine);
        if (line is null)
        {
            return false;
        }

        if (!line.StartsWith("FRAME", StringComparison.Ordinal))
        {
            throw new RecordingException(name, place, $"frame {frames + 1} ('FRAME')", $"'{Shorten(line)}'");
        }

        // A cut last frame is what an interrupted encoder leaves; what came before is whole. A line without its end has no pixels behind it.
        int got = bytes.Read(frame.AsSpan(0, Size.Pixels));
        if (got < Size.Pixels)
        {
            return Cut(place, got);
        }

        for (int i = 0; i < Size.Pixels; i++)
        {
            luma[i] = fullRange ? frame[i] : Math.Clamp((frame[i] - 16) * (255f / 219), 0, 255);
        }

        int colours = bytes.Read(frame.AsSpan(0, chroma));
        if (colours < chroma)
        {
            return Cut(place, got + colours);
        }

        frames++;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => bytes.Dispose();

    private bool Cut(long place, int got)
    {
        Fault = $"{name}, byte {place}: expected frame {frames + 1} with {Size.Pixels + chroma} bytes of pixels, found the end of the content after {got} of them. "
            + "The video is cut there; the frames before it are whole and were used.";
        return false;
    }

    private static string Shorten(string text) =>
        new([.. text.Take(40).Select(c => char.IsControl(c) || c > 126 ? '.' : c)]);

    private int Whole(string text, string what) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : throw new RecordingException(name, 0, what, $"'{text}'");

    private double Ratio(string text)
    {
        string[] parts = text.Split(':');
        return parts.Length == 2 && int.TryParse(parts[0], out int a) && int.TryParse(parts[1], out int b) && a > 0 && b > 0
            ? (double)a / b
            : throw new RecordingException(name, 0, "a frame rate (F30:1)", $"'F{text}'");
    }
}
