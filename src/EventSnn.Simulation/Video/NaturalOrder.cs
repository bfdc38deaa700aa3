namespace EventSnn.Simulation.Video;

/// <summary>Orders names so that <c>frame2</c> comes before <c>frame10</c>.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> a = x;
        ReadOnlySpan<char> b = y;
        while (a.Length > 0 && b.Length > 0)
        {
            if (char.IsAsciiDigit(a[0]) && char.IsAsciiDigit(b[0]))
            {
                ReadOnlySpan<char> na = Digits(ref a);
                ReadOnlySpan<char> nb = Digits(ref b);
                int byNumber = na.Length != nb.Length ? na.Length - nb.Length : na.SequenceCompareTo(nb);
                if (byNumber != 0)
                {
                    return byNumber;
                }
            }
            else if (a[0] != b[0])
            {
                return a[0] - b[0];
            }
            else
            {
                a = a[1..];
                b = b[1..];
            }
        }

        return a.Length != b.Length ? a.Length - b.Length : string.CompareOrdinal(x, y);
    }

    private static ReadOnlySpan<char> Digits(ref ReadOnlySpan<char> text)
    {
        int n = 0;
        while (n < text.Length && char.IsAsciiDigit(text[n]))
        {
            n++;
        }

        ReadOnlySpan<char> digits = text[..n].TrimStart('0');
        text = text[n..];
        return digits;
    }
}
