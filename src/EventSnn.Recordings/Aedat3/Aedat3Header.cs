using System.Text;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Sensors;

namespace EventSnn.Recordings.Aedat3;

/// <summary>The text header of an AEDAT 3.1 file.</summary>
/// <param name="Camera">The first source that the header names; null where it names none.</param>
/// <param name="Size">That camera's sensor, where it is a known one.</param>
internal sealed record Aedat3Header(string? Camera, SensorSize? Size)
{
    private const int MaximumLength = 1024 * 1024;

    /// <summary>Reads the header and moves behind it.</summary>
    /// <param name="source">The recording, at its first byte.</param>
    /// <returns>The header.</returns>
    /// <exception cref="RecordingException">There is none, or it has no end.</exception>
    public static Aedat3Header Read(RecordingSource source)
    {
        string? camera = null;
        bool first = true;
        while (true)
        {
            long at = source.Window.Position;
            string? line = HeaderLine.Read(source, MaximumLength);
            if (line is null)
            {
                throw source.Error(
                    at, "an AEDAT 3.1 header that ends with the line '#!END-HEADER'", "the end of the header lines without it",
                    "The file is cut, or damaged in its header; get it again from where it came from.");
            }

            if (first && !line.StartsWith("#!AER-DAT3.1", StringComparison.Ordinal))
            {
                throw source.Error(at, "the version line '#!AER-DAT3.1'", $"'{line}'", "Leave out --input-format to detect the format.");
            }

            first = false;
            if (line.StartsWith("#!END-HEADER", StringComparison.Ordinal))
            {
                return new Aedat3Header(camera, UsualSensors.ByCamera(camera));
            }

            if (camera is null && line.StartsWith("#Source ", StringComparison.Ordinal) && line.IndexOf(':') is var colon and > 0)
            {
                camera = line[(colon + 1)..].Trim();
            }
        }
    }

    /// <summary>The bytes of a header.</summary>
    /// <param name="camera">The name of source 1.</param>
    public static byte[] Compose(string camera) =>
        Encoding.ASCII.GetBytes($"#!AER-DAT3.1\r\n#Format: RAW\r\n#Source 1: {camera}\r\n#!END-HEADER\r\n");
}
