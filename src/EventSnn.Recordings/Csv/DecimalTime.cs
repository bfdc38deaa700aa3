namespace EventSnn.Recordings.Csv;

/// <summary>Converts decimal times to whole microseconds, digit by digit, rounding half away from zero.</summary>
internal static class DecimalTime
{
    /// <summary>Parses a time.</summary>
    /// <param name="text">Digits with an optional sign, fraction and exponent.</param>
    /// <param name="unit">What the number counts.</param>
    /// <param name="microseconds">The time in microseconds.</param>
    /// <returns>False where the text is no number or does not fit 64 bits.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, TimeUnit unit, out long microseconds)
    {
        microseconds = 0;
        bool negative = text is [(byte)'-', ..];
        text = text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;
        int power = unit switch { TimeUnit.Seconds => 6, TimeUnit.Milliseconds => 3, TimeUnit.Microseconds => 0, _ => -3 };
        int exponentAt = text.IndexOfAny((byte)'e', (byte)'E');
        if (exponentAt >= 0)
        {
            if (!System.Buffers.Text.Utf8Parser.TryParse(text[(exponentAt + 1)..], out int exponent, out int used)
                || used != text.Length - exponentAt - 1 || exponent is < -40 or > 40)
            {
                return false;
            }

            power += exponent;
            text = text[..exponentAt];
        }

        int point = text.IndexOf((byte)'.');
        int fraction = point < 0 ? 0 : text.Length - point - 1;
        if (text.Length == 0 || text.Length - (point < 0 ? 0 : 1) == 0 || text.Length > 60)
        {
            return false;
        }

        // The value is the digits times 10^scale.
        int scale = power - fraction;
        int digitsLeft = text.Length - (point < 0 ? 0 : 1);
        Int128 value = 0;
        bool roundUp = false;
        foreach (byte b in text)
        {
            if (b == '.')
            {
                continue;
            }

            if (b is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            digitsLeft--;
            if (digitsLeft + scale >= 0)
            {
                value = (value * 10) + (b - '0');
                if (value > long.MaxValue)
                {
                    return false;
                }
            }
            else if (digitsLeft + scale == -1)
            {
                roundUp = b >= '5';
            }
        }

        for (; scale > 0; scale--)
        {
            value *= 10;
            if (value > long.MaxValue)
            {
                return false;
            }
        }

        value += roundUp ? 1 : 0;
        microseconds = (long)(negative ? -value : value);
        return value <= long.MaxValue;
    }
}
