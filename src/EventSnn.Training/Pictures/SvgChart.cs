using System.Globalization;
using System.Net;
using System.Text;

namespace EventSnn.Training.Pictures;

/// <summary>Draws small charts as SVG, without a drawing library.</summary>
public static class SvgChart
{
    private const int Width = 640;
    private const int Height = 400;
    private const int Left = 60;
    private const int Right = 20;
    private const int Top = 40;
    private const int Bottom = 50;
    private static readonly string[] Colours = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f"];

    /// <summary>Draws lines from 0 upward.</summary>
    /// <param name="title">Above the chart.</param>
    /// <param name="xName">Below the x axis.</param>
    /// <param name="yName">Beside the y axis.</param>
    /// <param name="lines">What to draw; values that are not finite are left out.</param>
    /// <param name="yMaximum">The top of the y axis; null for the largest value.</param>
    /// <returns>An SVG document.</returns>
    public static string Draw(string title, string xName, string yName, IReadOnlyList<ChartLine> lines, double? yMaximum = null)
    {
        ArgumentNullException.ThrowIfNull(lines);
        double x1 = Limit(lines.SelectMany(l => l.Points).Select(p => p.X));
        double y1 = yMaximum ?? Limit(lines.SelectMany(l => l.Points).Select(p => p.Y));
        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Add(svg, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>");
        Text(svg, Width / 2.0, 22, "middle", title, "font-size=\"15\"");
        Text(svg, Width / 2.0, Height - 10, "middle", xName);
        Text(svg, 14, Height / 2.0, "middle", yName, $"transform=\"rotate(-90 14 {Height / 2})\"");
        for (int tick = 0; tick <= 5; tick++)
        {
            double part = tick / 5.0;
            Add(svg, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(part):F1}\" y2=\"{Y(part):F1}\" stroke=\"#ddd\"/>");
            Text(svg, Left - 6, Y(part) + 4, "end", Number(part * y1));
            Text(svg, X(part), Height - Bottom + 18, "middle", Number(part * x1));
        }

        Add(svg, $"<path d=\"M{Left} {Top}V{Height - Bottom}H{Width - Right}\" fill=\"none\" stroke=\"black\"/>");
        for (int i = 0; i < lines.Count; i++)
        {
            string colour = Colours[i % Colours.Length];
            string points = string.Join(' ', lines[i].Points
                .Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y))
                .Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.X / x1):F1},{Y(Math.Clamp(p.Y / y1, 0, 1)):F1}")));
            Add(svg, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
            Text(svg, Left + 12, Top + 14 + (16 * i), "start", lines[i].Name, $"fill=\"{colour}\"");
        }

        svg.Append("</svg>\n");
        return svg.ToString();
    }

    private static double X(double part) => Left + (part * (Width - Left - Right));

    private static double Y(double part) => Height - Bottom - (part * (Height - Top - Bottom));

    private static double Limit(IEnumerable<double> values)
    {
        double limit = values.Where(double.IsFinite).DefaultIfEmpty(1).Max();
        return limit > 0 ? limit : 1;
    }

    private static string Number(double value) => value.ToString(value >= 100 || value == Math.Round(value) ? "0" : "0.##", CultureInfo.InvariantCulture);

    private static void Add(StringBuilder svg, FormattableString text) => svg.Append(FormattableString.Invariant(text)).Append('\n');

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text, string more = "") =>
        Add(svg, $"<text x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\" {more}>{WebUtility.HtmlEncode(text)}</text>");
}
