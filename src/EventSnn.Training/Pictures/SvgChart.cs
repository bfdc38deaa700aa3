using System.Globalization;
using System.Net;
using System.Text;

namespace EventSnn.Training.Pictures;

/// <summary>Draws small charts as SVG, without a drawing library.</summary>
public static class SvgChart
{
    private const int Width = 640;
    private const int Height = 400;
    private const int Left = 70;
    private const int Right = 20;
    private const int Top = 40;
    private const int Bottom = 50;
    private const int LegendRow = 18;
    private static readonly string[] Colours = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f"];

    /// <summary>Draws lines; both axes hold 0. The names of the lines stand below.</summary>
    /// <param name="title">Above the chart.</param>
    /// <param name="xName">Below the x axis.</param>
    /// <param name="yName">Beside the y axis.</param>
    /// <param name="lines">What to draw; values that are not finite are left out.</param>
    /// <param name="yMaximum">The top of the y axis; null for one above the largest value.</param>
    /// <returns>An SVG document.</returns>
    public static string Draw(string title, string xName, string yName, IReadOnlyList<ChartLine> lines, double? yMaximum = null)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var across = Axis.Around(lines.SelectMany(l => l.Points).Select(p => p.X), null, whole: false);
        var up = Axis.Around(lines.SelectMany(l => l.Points).Select(p => p.Y), yMaximum, whole: true);
        int columns = lines.Select(l => l.Name.Length).DefaultIfEmpty(0).Max() switch { <= 16 => 4, <= 24 => 3, _ => 2 };
        int height = Height + 6 + ((lines.Count + columns - 1) / columns * LegendRow);
        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{height}\" viewBox=\"0 0 {Width} {height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Add(svg, $"<rect width=\"{Width}\" height=\"{height}\" fill=\"white\"/>");
        Text(svg, Width / 2.0, 22, "middle", title, "font-size=\"15\"");
        Text(svg, (Left + Width - Right) / 2.0, Height - 12, "middle", xName);
        Text(svg, 16, (Top + Height - Bottom) / 2.0, "middle", yName, $"transform=\"rotate(-90 16 {(Top + Height - Bottom) / 2})\"");
        foreach (double tick in up.Ticks)
        {
            double y = Y(up.Part(tick));
            Add(svg, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:F1}\" y2=\"{y:F1}\" stroke=\"{(tick == 0 ? "#888" : "#ddd")}\"/>");
            Text(svg, Left - 6, y + 4, "end", up.Name(tick));
        }

        foreach (double tick in across.Ticks)
        {
            double x = X(across.Part(tick));
            Add(svg, $"<line x1=\"{x:F1}\" x2=\"{x:F1}\" y1=\"{Height - Bottom}\" y2=\"{Height - Bottom + 4}\" stroke=\"black\"/>");
            if (tick == 0 && across.Low < 0)
            {
                Add(svg, $"<line x1=\"{x:F1}\" x2=\"{x:F1}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"#888\"/>");
            }

            Text(svg, x, Height - Bottom + 18, "middle", across.Name(tick));
        }

        Add(svg, $"<path d=\"M{Left} {Top}V{Height - Bottom}H{Width - Right}\" fill=\"none\" stroke=\"black\"/>");
        double columnWidth = (Width - Left - Right) / (double)columns;
        for (int i = 0; i < lines.Count; i++)
        {
            string colour = Colours[i % Colours.Length];
            string dashes = i < Colours.Length ? string.Empty : " stroke-dasharray=\"6 3\"";
            string points = string.Join(' ', lines[i].Points
                .Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y))
                .Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(across.Part(p.X)):F1},{Y(Math.Clamp(up.Part(p.Y), 0, 1)):F1}")));
            Add(svg, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{dashes}/>");
            double at = Left + (i % columns * columnWidth);
            double row = Height + 10 + (i / columns * LegendRow);
            Add(svg, $"<line x1=\"{at:F1}\" x2=\"{at + 20:F1}\" y1=\"{row - 4:F1}\" y2=\"{row - 4:F1}\" stroke=\"{colour}\" stroke-width=\"3\"{dashes}/>");
            Text(svg, at + 26, row, "start", lines[i].Name);
        }

        svg.Append("</svg>\n");
        return svg.ToString();
    }

    private static double X(double part) => Left + (part * (Width - Left - Right));

    private static double Y(double part) => Height - Bottom - (part * (Height - Top - Bottom));

    private static void Add(StringBuilder svg, FormattableString text) => svg.Append(FormattableString.Invariant(text)).Append('\n');

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text, string more = "") =>
        Add(svg, $"<text x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\" {more}>{WebUtility.HtmlEncode(text)}</text>");
}
