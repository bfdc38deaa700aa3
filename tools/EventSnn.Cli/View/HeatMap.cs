using Spectre.Console;

namespace EventSnn.Cli.View;

/// <summary>A picture in the terminal: two pixels per character in colour, else one character of a ramp.</summary>
internal static class HeatMap
{
    private const string Ramp = " .:-=+*#%@";

    /// <summary>Draws an event canvas as large as the terminal allows.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="canvas">The events.</param>
    public static void Draw(IAnsiConsole console, EventCanvas canvas)
    {
        bool colour = console.Profile.Capabilities.Ansi && console.Profile.Capabilities.ColorSystem != ColorSystem.NoColors && console.Profile.Capabilities.Unicode;
        int columns = Math.Max(16, Math.Min(console.Profile.Width - 1, Math.Min(canvas.Size.Width, 160)));

        // Characters are about twice as high as wide.
        int rows = Math.Max(4, columns * canvas.Size.Height / canvas.Size.Width / 2);
        if (colour)
        {
            console.Write(Coloured(canvas, columns, 2 * rows));
            return;
        }

        double[,] cells = Cells(canvas, columns, rows);
        for (int y = 0; y < rows; y++)
        {
            console.WriteLine(new string([.. Enumerable.Range(0, columns).Select(x => Ramp[(int)(cells[x, y] * (Ramp.Length - 1))])]).TrimEnd());
        }
    }

    private static Paragraph Coloured(EventCanvas canvas, int columns, int rows)
    {
        double[,] cells = Cells(canvas, columns, rows);
        Paragraph paragraph = new();
        for (int y = 0; y + 1 < rows; y += 2)
        {
            for (int x = 0; x < columns; x++)
            {
                paragraph.Append("▀", new Style(Shade(cells[x, y]), Shade(cells[x, y + 1])));
            }

            paragraph.Append("\n");
        }

        return paragraph;
    }

    /// <summary>Relative brightness of each cell, from 0 to 1: the square root of its events, so that a few hot pixels do not hide the rest.</summary>
    private static double[,] Cells(EventCanvas canvas, int columns, int rows)
    {
        double[,] sums = new double[columns, rows];
        for (int y = 0; y < canvas.Size.Height; y++)
        {
            for (int x = 0; x < canvas.Size.Width; x++)
            {
                sums[x * columns / canvas.Size.Width, y * rows / canvas.Size.Height] += canvas.Count(x, y);
            }
        }

        double[] sorted = [.. sums.Cast<double>().Order()];
        double high = Math.Max(1, sorted[(int)((sorted.Length - 1) * 0.995)]);
        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < columns; x++)
            {
                sums[x, y] = Math.Min(1, Math.Sqrt(sums[x, y] / high));
            }
        }

        return sums;
    }

    private static Color Shade(double level) => new(
        (byte)(12 + (243 * Math.Min(1, level * 1.4))), (byte)(14 + (210 * Math.Max(0, level - 0.25) / 0.75)), (byte)(28 + (90 * Math.Max(0, 0.6 - Math.Abs(level - 0.4)))));
}
