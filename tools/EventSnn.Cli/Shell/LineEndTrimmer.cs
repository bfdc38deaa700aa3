using System.Text;

namespace EventSnn.Cli.Shell;

/// <summary>Passes text on without the blanks that tables leave at the ends of lines: noise in a file, in a pipe, in a diff.</summary>
/// <param name="inner">Where the text goes; stays open.</param>
public sealed class LineEndTrimmer(TextWriter inner) : TextWriter
{
    private int blanks;

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value)
    {
        if (value == ' ')
        {
            blanks++;
            return;
        }

        if (value is '\n' or '\r')
        {
            blanks = 0;
        }

        for (; blanks > 0; blanks--)
        {
            inner.Write(' ');
        }

        inner.Write(value);
    }

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();
}
