using System.Text;

namespace EventSnn.Recordings.Text;

/// <summary>The lines of a small text file, each with its byte offset, so that an error can name the place.</summary>
internal static class TextLines
{
    private const long MaximumLength = 16 * 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it should be, as a noun phrase.</param>
    /// <returns>Number (from 1), byte offset and text of every line that is not blank, without surrounding blanks.</returns>
    /// <exception cref="RecordingException">There is no such file, or it is no text.</exception>
    public static List<(int Number, long Offset, string Text)> Read(string path, string what)
    {
        byte[] bytes;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaximumLength } large)
            {
                throw new RecordingException(path, null, what, $"a file of {large.Length} bytes", "Check that this is the right file.");
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string found = e is FileNotFoundException or DirectoryNotFoundException ? "no such file"
                : Directory.Exists(path) ? "a folder" : e.Message;
            throw new RecordingException(path, null, what, found, "Check the path.", e);
        }

        int zero = Array.IndexOf(bytes, (byte)0);
        if (zero >= 0)
        {
            throw new RecordingException(path, zero, what, "a zero byte, so this is no text file", "Check that this is the right file.");
        }

        List<(int, long, string)> lines = [];
        int start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        for (int number = 1; start < bytes.Length; number++)
        {
            int end = Array.IndexOf(bytes, (byte)'\n', start);
            end = end < 0 ? bytes.Length : end;
            string text = Encoding.UTF8.GetString(bytes, start, end - start).Trim();
            if (text.Length > 0)
            {
                lines.Add((number, start, text));
            }

            start = end + 1;
        }

        return lines;
    }
}
