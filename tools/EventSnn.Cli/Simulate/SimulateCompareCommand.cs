using System.CommandLine;
using EventSnn.Cli.Shell;
using EventSnn.Events.Geometry;
using EventSnn.Simulation.Pictures;
using EventSnn.Simulation.Realism;
using Spectre.Console;

namespace EventSnn.Cli.Simulate;

/// <summary><c>eventsnn simulate compare</c>: how far simulated recordings are from real ones.</summary>
public sealed class SimulateCompareCommand : CliCommand
{
    private readonly Argument<string> realArgument = new("REAL") { Description = "A recording with labels beside it, or a folder of such." };
    private readonly Argument<string> simulatedArgument = new("SIMULATED") { Description = "Another one, or a folder." };
    private readonly Option<string?> picturesOption = new("--pictures") { Description = "Write a PNG: accumulated events of every class, real above, simulated below." };
    private readonly Option<bool> jsonOption = new("--json") { Description = "One JSON object per line instead of a table." };

    /// <inheritdoc/>
    protected override Command Describe() => new("compare", "Compare labelled clips of two sets of recordings: rates, polarity, intervals, events per pixel.")
    {
        realArgument, simulatedArgument, picturesOption, jsonOption,
    };

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var output = new CommandOutput(arguments.GetValue(jsonOption));
        ClipStatistics real = Read(arguments.GetValue(realArgument)!, cancellation);
        ClipStatistics simulated = Read(arguments.GetValue(simulatedArgument)!, cancellation);
        var rows = new List<Row>();
        foreach ((int label, EventStatistics a) in real.ByClass)
        {
            if (simulated.ByClass.TryGetValue(label, out EventStatistics? b))
            {
                rows.Add(Row.Of($"{label + 1}", a, b));
            }
        }

        rows.Add(Row.Of("all", real.All, simulated.All));
        if (output.Json)
        {
            rows.ForEach(CommandOutput.WriteJson);
        }
        else
        {
            var table = new Table().AddColumns(
                "class", "clips", "kev/s", "ON share", "active px", "rate variation", "JS interval", "JS px count", "JS rate");
            foreach (Row row in rows)
            {
                table.AddRow(
                    row.Class, $"{row.RealClips} | {row.SimulatedClips}", $"{row.RealRate / 1e3:F1} | {row.SimulatedRate / 1e3:F1}",
                    $"{row.RealOn:F3} | {row.SimulatedOn:F3}", $"{row.RealActive:F2} | {row.SimulatedActive:F2}",
                    $"{row.RealVariation:F2} | {row.SimulatedVariation:F2}", $"{row.Interval:F3}", $"{row.PixelCount:F3}", $"{row.Rate:F3}");
            }

            output.Line("real | simulated; JS is the Jensen-Shannon distance, 0 the same, 1 nothing in common");
            output.Human.Write(table);
        }

        if (arguments.GetValue(picturesOption) is { } path)
        {
            PngWriter.Write(path, Sheet(real, simulated));
            output.Note($"pictures: {path}");
        }

        return Task.FromResult(ExitCode.Success);
    }

    private static ClipStatistics Read(string path, CancellationToken cancellation)
    {
        var statistics = new ClipStatistics();
        string[] files = Directory.Exists(path) ? [.. Directory.GetFiles(path, "*.aedat").Order(StringComparer.Ordinal)] : [path];
        if (files.Length == 0)
        {
            throw new UsageException($"{path}: expected a recording or a folder with *.aedat recordings, found a folder without any.");
        }

        foreach (string file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            statistics.Add(file);
        }

        return statistics;
    }

    private static Picture Sheet(ClipStatistics real, ClipStatistics simulated)
    {
        int[] classes = [.. real.Pictures.Keys.Union(simulated.Pictures.Keys).Order()];
        var sheet = new Picture(new SensorSize(classes.Length * 130, 260), 3);
        Array.Fill(sheet.Samples, (byte)60);
        for (int i = 0; i < classes.Length; i++)
        {
            if (real.Pictures.TryGetValue(classes[i], out Picture? above))
            {
                sheet.Paste(above, (i * 130) + 1, 1);
            }

            if (simulated.Pictures.TryGetValue(classes[i], out Picture? below))
            {
                sheet.Paste(below, (i * 130) + 1, 131);
            }
        }

        return sheet;
    }

    private sealed record Row(
        string Class, int RealClips, int SimulatedClips, double RealRate, double SimulatedRate, double RealOn, double SimulatedOn, double RealActive,
        double SimulatedActive, double RealVariation, double SimulatedVariation, double Interval, double PixelCount, double Rate)
    {
        public static Row Of(string name, EventStatistics a, EventStatistics b) => new(
            name, a.Clips, b.Clips, a.Rate, b.Rate, a.OnShare, b.OnShare, a.ActiveShare, b.ActiveShare, a.RateVariation, b.RateVariation,
            a.Intervals.DistanceTo(b.Intervals), a.PixelCounts.DistanceTo(b.PixelCounts), a.Rates.DistanceTo(b.Rates));
    }
}
