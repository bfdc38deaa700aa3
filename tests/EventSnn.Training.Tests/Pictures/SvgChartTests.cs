using System.Globalization;
using System.Xml.Linq;
using EventSnn.Training.Pictures;

namespace EventSnn.Training.Tests.Pictures;

public sealed class SvgChartTests
{
    [Theory]
    [InlineData(113.6, null, "0|20|40|60|80|100|120")]
    [InlineData(.97, 1.0, "0.0|0.2|0.4|0.6|0.8|1.0")]
    [InlineData(.0123, null, "0.000|0.002|0.004|0.006|0.008|0.010|0.012|0.014")]
    public void Ticks_are_round_numbers_that_can_be_told_apart(double largest, double? maximum, string ticks) =>
        string.Join('|', Texts(Chart([(0, 0), (3, largest)], maximum)).Where(t => t.Anchor == "end").Select(t => t.Text)).ShouldBe(ticks);

    [Fact]
    public void Values_below_zero_are_seen_and_zero_has_a_line()
    {
        XElement chart = Chart([(-60, -.01), (0, .02), (60, .01)], null);
        double[] across = [.. Texts(chart).Where(t => t.Anchor == "middle").Select(t => double.TryParse(t.Text, CultureInfo.InvariantCulture, out double x) ? x : double.NaN).Where(double.IsFinite)];
        across.ShouldBe([-60, -40, -20, 0, 20, 40, 60]);
        chart.Elements().Count(e => e.Name.LocalName == "line" && e.Attribute("stroke")!.Value == "#888").ShouldBe(2);
    }

    [Fact]
    public void The_names_of_lines_stand_below_the_axes()
    {
        XElement chart = XDocument.Parse(SvgChart.Draw("t", "x", "y", [.. Enumerable.Range(0, 9).Select(i => new ChartLine($"line {i}", [(0, 0), (1, i)]))])).Root!;
        double height = (double)chart.Attribute("height")!;
        double[] rows = [.. Texts(chart).Where(t => t.Text.StartsWith("line ", StringComparison.Ordinal)).Select(t => t.Y)];
        rows.Length.ShouldBe(9);
        rows.ShouldAllBe(y => y > 390 && y < height);
    }

    private static XElement Chart((double, double)[] points, double? maximum) => XDocument.Parse(SvgChart.Draw("title", "x", "y", [new("a line", points)], maximum)).Root!;

    private static IEnumerable<(string Anchor, string Text, double Y)> Texts(XElement chart) =>
        chart.Elements().Where(e => e.Name.LocalName == "text").Select(e => (e.Attribute("text-anchor")!.Value, e.Value, (double)e.Attribute("y")!));
}
