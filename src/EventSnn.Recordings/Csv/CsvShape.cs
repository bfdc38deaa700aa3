using System.Globalization;
using System.Text;
using EventSnn.Events.Geometry;

namespace EventSnn.Recordings.Csv;

/// <summary>Which column is what, how columns are separated, and what the time column counts.</summary>
/// <param name="Separator">The character between columns; a blank stands for any white space.</param>
/// <param name="T">Index of the time column.</param>
/// <param name="X">Index of the x column.</param>
/// <param name="Y">Index of the y column.</param>
/// <param name="P">Index of the polarity column.</param>
/// <param name="Unit">The unit of time.</param>
/// <param name="SkipLines">Lines before the first event.</param>
/// <param name="Size">The sensor, where a line before the events tells it.</param>
internal sealed record CsvShape(char Separator, int T, int X, int Y, int P, TimeUnit Unit, int SkipLines, SensorSize? Size)
{
    private static readonly string[] TimeNames = ["t", "ts", "time", "timestamp", "timestamps"];
    private static readonly string[] PolarityNames = ["p", "pol", "polarity", "polarities", "on"];

    /// <summary>Finds the shape from the first lines.</summary>
    /// <param name="prefix">The first bytes; a cut last line is left out.</param>
    /// <returns>The shape; null where these are no events.</returns>
    public static CsvShape? Find(ReadOnlySpan<byte> prefix)
    {
        string text = Encoding.Latin1.GetString(prefix);
        if (text.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal))
        {
            text = text[3..];
        }

        string[] lines = text.Split('\n');
        int usable = lines.Length > 1 && prefix.Length >= 4096 ? lines.Length - 1 : lines.Length;
        SensorSize? size = null;
        string[]? heading = null;
        List<string[]> rows = [];
        int skip = 0;
        char separator = '\0';
        for (int i = 0; i < usable; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] is '#' or '%')
            {
                skip += rows.Count == 0 ? 1 : 0;
                continue;
            }

            char own = line.Contains(',') ? ',' : line.Contains(';') ? ';' : line.Contains('\t') ? '\t' : ' ';
            separator = separator == '\0' ? own : separator;
            string[] fields = Split(line, separator);
            if (rows.Count == 0 && fields.Length == 2 && SensorSize.TryParse($"{fields[0]}x{fields[1]}", out SensorSize told))
            {
                size = told;
                skip++;
                separator = '\0';
            }
            else if (rows.Count == 0 && heading is null && fields.Length >= 4 && !fields.All(IsValue))
            {
                heading = fields;
                skip++;
            }
            else if (fields.Length < 4 || !fields.Take(4).All(IsValue))
            {
                // Behind a heading a bad line is one bad event; without one it says that these are no events.
                if (heading is null)
                {
                    return null;
                }
            }
            else
            {
                rows.Add(fields);
                if (rows.Count == 64)
                {
                    break;
                }
            }
        }

        if (heading is not null)
        {
            return FromHeading(heading, rows, separator, skip, size);
        }

        return rows.Count == 0 ? null : FromValues(rows, separator, skip, size);
    }

    private static CsvShape? FromHeading(string[] heading, List<string[]> rows, char separator, int skip, SensorSize? size)
    {
        string[] names = [.. heading.Select(h => h.Trim('"', ' ').ToLowerInvariant())];
        int t = Array.FindIndex(names, n => TimeNames.Contains(Base(n)));
        int x = Array.FindIndex(names, n => n is "x" or "col" or "column");
        int y = Array.FindIndex(names, n => n is "y" or "row");
        int p = Array.FindIndex(names, PolarityNames.Contains);
        return t < 0 || x < 0 || y < 0 || p < 0 ? null
            : new CsvShape(separator, t, x, y, p, UnitOf(names[t]) ?? GuessUnit(rows, t), skip, size);
    }

    /// <summary>Without a heading: the polarity is the last column of 0, 1 and -1 alone; the time has fractions or the largest values; x stands before y.</summary>
    private static CsvShape? FromValues(List<string[]> rows, char separator, int skip, SensorSize? size)
    {
        int columns = 4;
        int p = -1;
        for (int c = columns - 1; c >= 0 && p < 0; c--)
        {
            p = rows.TrueForAll(r => r[c] is "0" or "1" or "-1" or "True" or "False" or "true" or "false") ? c : -1;
        }

        if (p < 0)
        {
            return null;
        }

        int t = -1;
        double largest = double.MinValue;
        for (int c = 0; c < columns; c++)
        {
            if (c == p)
            {
                continue;
            }

            bool fraction = rows.Exists(r => r[c].AsSpan().IndexOfAny('.', 'e') >= 0);
            double value = rows.Max(r => double.TryParse(r[c], CultureInfo.InvariantCulture, out double v) ? v : double.MinValue);
            double rank = fraction ? double.MaxValue : value;
            if (rank > largest)
            {
                (largest, t) = (rank, c);
            }
        }

        int[] rest = [.. Enumerable.Range(0, columns).Where(c => c != t && c != p)];
        return new CsvShape(separator, t, rest[0], rest[1], p, GuessUnit(rows, t), skip, size);
    }

    private static string Base(string name)
    {
        int end = name.IndexOfAny(['_', ' ', '[', '(']);
        return end < 0 ? name : name[..end];
    }

    private static TimeUnit? UnitOf(string name)
    {
        string unit = name[Base(name).Length..].Trim('_', ' ', '[', ']', '(', ')');
        return unit switch
        {
            "s" or "sec" or "seconds" => TimeUnit.Seconds,
            "ms" or "msec" or "milliseconds" => TimeUnit.Milliseconds,
            "us" or "usec" or "microseconds" => TimeUnit.Microseconds,
            "ns" or "nsec" or "nanoseconds" => TimeUnit.Nanoseconds,
            _ => null,
        };
    }

    /// <summary>Rows that are too short to hold a time say nothing about its unit.</summary>
    private static TimeUnit GuessUnit(List<string[]> rows, int t)
    {
        List<string> times = [.. rows.Where(r => r.Length > t).Select(r => r[t])];
        return times.Exists(time => time.AsSpan().IndexOfAny('.', 'e') >= 0) ? TimeUnit.Seconds
            : times.Count > 0 && times.TrueForAll(time => time.Length >= 18) ? TimeUnit.Nanoseconds
            : TimeUnit.Microseconds;
    }

    private static bool IsValue(string field) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _) || bool.TryParse(field, out _);

    private static string[] Split(string line, char separator) => separator == ' '
        ? line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        : line.Split(separator, StringSplitOptions.TrimEntries);
}
