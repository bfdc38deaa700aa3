using System.Text;

namespace EventSnn.Recordings.Formats;

/// <summary>Says in words what the beginning of an unknown file looks like.</summary>
internal static class ContentGuess
{
    /// <summary>Describes first bytes for an error message.</summary>
    /// <param name="prefix">The first bytes.</param>
    /// <returns>A noun phrase.</returns>
    public static string Describe(ReadOnlySpan<byte> prefix)
    {
        if (prefix.StartsWith("#!AER-DAT"u8))
        {
            return $"AEDAT of an unknown version ('{FirstLine(prefix)}'; known are 1.0, 2.0, 3.1 and 4.0)";
        }

        return IsText(prefix)
            ? $"a text file that begins with '{FirstLine(prefix)}'"
            : $"unknown content that begins with {Convert.ToHexString(prefix[..Math.Min(8, prefix.Length)])} (hexadecimal)";
    }

    /// <summary>Tells text from binary content.</summary>
    /// <param name="prefix">The first bytes.</param>
    /// <returns>True where there are only printable characters and white space.</returns>
    public static bool IsText(ReadOnlySpan<byte> prefix)
    {
        foreach (byte b in prefix)
        {
            if (b is < 0x20 and not ((byte)'\t' or (byte)'\r' or (byte)'\n') or 0x7F)
            {
                return false;
            }
        }

        return true;
    }

    private static string FirstLine(ReadOnlySpan<byte> prefix)
    {
        int end = prefix.IndexOfAny((byte)'\r', (byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? prefix : prefix[..end];
        string text = Encoding.Latin1.GetString(line[..Math.Min(line.Length, 40)]);
        return string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) + (line.Length > 40 ? "..." : string.Empty);
    }
}
