using System.Globalization;
using System.Net;
using System.Text;

namespace EventSnn.Training.Pictures;

/// <summary>Draws spikes over time as SVG: a panel per kind of spikes, one below the other.</summary>
public static class SvgRaster
{
    private const int Width = 640;
    private const int Left = 60;
    private const int Right = 20;
    private const int PanelHeight = 150;
    private static readonly string[] Colours = ["#7f7f7f", "#1f77b4", "#d62728", "#2ca02c"];

    /// <summary>Draws the panels.</summary>
    /// <param name="title">Above them.</param>
    /// <param name="milliseconds">The right end of the time axis.</param>
    /// <param name="panels">What to draw, from the top.</param>
    /// <returns>An SVG document.</returns>
    public static string Draw(string title, double milliseconds, IReadOnlyList<SpikeRow> panels)
    {
        ArgumentNullException.ThrowIfNull(panels);
        int height = 40 + (panels.Count * PanelHeight) + 40;
        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{height}\" viewBox=\"0 0 {Width} {height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Add(svg, $"<rect width=\"{Width}\" height=\"{height}\" fill=\"white\"/>");
        Add(svg, $"<text x=\"{Width / 2}\" y=\"22\" text-anchor=\"middle\" font-size=\"15\">{WebUtility.HtmlEncode(title)}</text>");
        for (int p = 0; p < panels.Count; p++)
        {
            SpikeRow panel = panels[p];
            double top = 40 + (p * PanelHeight);
            int lines = panel.Spikes.Select(s => s.Line + 1).DefaultIfEmpty(1).Max();
            double row = (PanelHeight - 26.0) / lines;
            Add(svg, $"<text x=\"{Left}\" y=\"{top + 12:F1}\">{WebUtility.HtmlEncode(panel.Name)}</text>");
            Add(svg, $"<rect x=\"{Left}\" y=\"{top + 18:F1}\" width=\"{Width - Left - Right}\" height=\"{PanelHeight - 26}\" fill=\"none\" stroke=\"#ddd\"/>");
            var path = new StringBuilder();
            foreach ((int line, double time) in panel.Spikes)
            {
                double x = Left + (time / milliseconds * (Width - Left - Right));
                path.Append(CultureInfo.InvariantCulture, $"M{x:F1} {top + 18 + (line * row):F1}v{Math.Max(1.5, row * .9):F1}");
            }

            Add(svg, $"<path d=\"{path}\" stroke=\"{Colours[p % Colours.Length]}\" stroke-width=\"1.5\" fill=\"none\"/>");
        }

        Add(svg, $"<text x=\"{Left}\" y=\"{height - 12}\">0</text><text x=\"{Width - Right}\" y=\"{height - 12}\" text-anchor=\"end\">{milliseconds:0.#} ms</text>");
        return svg.Append("</svg>\n").ToString();
    }

    private static void Add(StringBuilder svg, FormattableString text) => svg.Append(FormattableString.Invariant(text)).Append('\n');
}
