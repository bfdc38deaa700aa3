using System.Text;

namespace EventSnn.Recordings.Reading;

/// <summary>Reads the lines of text headers.</summary>
internal static class HeaderLine
{
    /// <summary>Reads a line that begins with a mark and moves behind its end.</summary>
    /// <param name="source">The recording, at the beginning of a line.</param>
    /// <param name="limit">How far into the content a header may reach, in bytes.</param>
    /// <param name="mark">The character that begins every header line.</param>
    /// <returns>The line without its end (LF or CRLF); null where no further header line stands here.</returns>
    public static string? Read(RecordingSource source, int limit, byte mark = (byte)'#')
    {
        ReadOnlySpan<byte> at = source.Window.FillSpan(1);
        if (at.IsEmpty || at[0] != mark)
        {
            return null;
        }

        int seen = 0;
        while (true)
        {
            int end = at[seen..].IndexOf((byte)'\n');
            if (end >= 0)
            {
                end += seen;
                int length = end > 0 && at[end - 1] == '\r' ? end - 1 : end;
                string line = Encoding.Latin1.GetString(at[..length]);
                source.Window.Consume(end + 1);
                return line;
            }

            seen = at.Length;
            if (source.Window.Position + seen > limit || !source.Window.Fill(seen + 1))
            {
                return null;
            }

            at = source.Window.Available;
        }
    }
}
