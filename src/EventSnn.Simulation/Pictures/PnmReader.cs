using EventSnn.Events.Geometry;
using EventSnn.Recordings;

namespace EventSnn.Simulation.Pictures;

/// <summary>Reads PGM (P2, P5) and PPM (P3, P6), 8 or 16 bits.</summary>
internal static class PnmReader
{
    public static Picture Read(byte[] bytes, string name)
    {
        int kind = bytes[1] - '0';
        int at = 2;
        int width = Number(bytes, ref at, name, 16384);
        int height = Number(bytes, ref at, name, 16384);
        int maximum = Number(bytes, ref at, name, 65535);
        int channels = kind is 3 or 6 ? 3 : 1;
        if (width == 0 || height == 0 || maximum == 0)
        {
            throw new RecordingException(name, 2, "width, height and largest value above 0", $"{width}, {height}, {maximum}");
        }

        var picture = new Picture(new SensorSize(width, height), channels);
        byte[] samples = picture.Samples;
        if (kind <= 3)
        {
            for (int i = 0; i < samples.Length; i++)
            {
                samples[i] = (byte)(Math.Min(Number(bytes, ref at, name, 65535), maximum) * 255 / maximum);
            }

            return picture;
        }

        at++;
        int each = maximum > 255 ? 2 : 1;
        if (bytes.Length - at < (long)samples.Length * each)
        {
            throw new RecordingException(name, at, $"{(long)samples.Length * each} bytes of pixels", $"{Math.Max(0, bytes.Length - at)}", "The file is cut.");
        }

        for (int i = 0; i < samples.Length; i++)
        {
            int value = each == 1 ? bytes[at + i] : (bytes[at + (2 * i)] << 8) | bytes[at + (2 * i) + 1];
            samples[i] = (byte)(Math.Min(value, maximum) * 255 / maximum);
        }

        return picture;
    }

    private static int Number(byte[] bytes, ref int at, string name, int largest)
    {
        while (at < bytes.Length && (char.IsWhiteSpace((char)bytes[at]) || bytes[at] == '#'))
        {
            if (bytes[at] == '#')
            {
                while (at < bytes.Length && bytes[at] != '\n')
                {
                    at++;
                }
            }
            else
            {
                at++;
            }
        }

        int start = at;
        int value = 0;
        while (at < bytes.Length && char.IsAsciiDigit((char)bytes[at]) && value <= largest)
        {
            value = (value * 10) + bytes[at++] - '0';
        }

        return at > start && value <= largest ? value : throw new RecordingException(
            name, start, $"a whole number up to {largest}", at < bytes.Length ? "something else" : "the end of the file");
    }
}
