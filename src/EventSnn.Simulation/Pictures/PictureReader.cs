using EventSnn.Recordings;

namespace EventSnn.Simulation.Pictures;

/// <summary>Reads pictures: PNG, and PGM or PPM.</summary>
public static class PictureReader
{
    /// <summary>Tells by its name whether a file is a picture that can be read.</summary>
    /// <param name="path">The file.</param>
    /// <returns>True for .png, .pgm and .ppm.</returns>
    public static bool Knows(string path) => Path.GetExtension(path).ToLowerInvariant() is ".png" or ".pgm" or ".ppm";

    /// <summary>Reads a picture.</summary>
    /// <param name="path">The file; its first bytes tell the format.</param>
    /// <returns>The picture; 16-bit samples become 8 bits, transparency is ignored.</returns>
    /// <exception cref="RecordingException">The file is damaged, or uses what is not supported.</exception>
    public static Picture Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException(path, null, "a readable picture", e.Message, null, e);
        }

        return Read(bytes, path);
    }

    /// <summary>Reads a picture.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">A name for errors.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="RecordingException">The content is damaged, or uses what is not supported.</exception>
    public static Picture Read(byte[] bytes, string name)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return bytes switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => PngReader.Read(bytes, name),
            [(byte)'P', (byte)'2' or (byte)'3' or (byte)'5' or (byte)'6', ..] => PnmReader.Read(bytes, name),
            _ => throw new RecordingException(name, 0, "a PNG, PGM or PPM picture", bytes.Length == 0 ? "an empty file" : "other bytes"),
        };
    }
}
