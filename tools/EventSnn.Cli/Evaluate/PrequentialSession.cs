using System.Globalization;
using EventSnn.Cli.Shell;
using EventSnn.Cli.Train;
using EventSnn.Events.Binning;
using EventSnn.Networks;
using EventSnn.Networks.Compute;
using EventSnn.Training.Baselines;
using EventSnn.Training.DataSets;
using EventSnn.Training.Pictures;
using EventSnn.Training.Splits;
using Spectre.Console;

namespace EventSnn.Cli.Evaluate;

/// <summary>Carries out <c>eventsnn evaluate --prequential</c>: one pass, test-then-train, beside simple controls.</summary>
/// <param name="output">Where results go.</param>
/// <param name="dataSet">The clips.</param>
internal sealed class PrequentialSession(CommandOutput output, ClipDataSet dataSet)
{
    public required Func<IComputeBackend> Backend { get; init; }

    public required string Preset { get; init; }

    public required long StepMicroseconds { get; init; }

    public required int Downsample { get; init; }

    public MotionOptions? Motion { get; init; }

    public long? WindowMicroseconds { get; init; }

    public required SplitOptions Split { get; init; }

    public required ulong Seed { get; init; }

    public string? Pictures { get; init; }

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        ClipDataOptions.CheckMotion(Motion, StepMicroseconds);
        ClipSplit split = ClipSplit.Make(dataSet, Split);
        ClipStore store = await ClipLoading.LoadAsync(dataSet, new ClipBinning(StepMicroseconds, Downsample, WindowMicroseconds, Motion), output, cancellation);
        using SpikingNetwork network = SpikingNetwork.Create(
            NetworkPresets.Create(Preset, store.Shape, dataSet.ClassNames, StepMicroseconds) with { Motion = Motion }, Seed, Backend());
        int done = 0;
        IReadOnlyList<PrequentialFigures>? figures = null;
        await ProgressBar.RunAsync(
            output,
            "one pass",
            () => ((double)Volatile.Read(ref done) / split.Train.Count, $"{Volatile.Read(ref done)} of {split.Train.Count} clips"),
            () => Task.Run(
                () => figures = PrequentialRun.Run(network, store, split, WindowMicroseconds, Seed, () => Interlocked.Increment(ref done), cancellation),
                cancellation));
        Tell(split, figures!, split.Train.Select(i => dataSet.Clips[i].Label).Distinct().Count());
        Draw(figures!);
        return ExitCode.Success;
    }

    /// <summary>Tells the figures.</summary>
    /// <param name="split">The clips.</param>
    /// <param name="figures">The learners.</param>
    /// <param name="first">Clips that were the first of their class, which nobody could predict: one per class.</param>
    private void Tell(ClipSplit split, IReadOnlyList<PrequentialFigures> figures, int first)
    {
        if (output.Json)
        {
            foreach (PrequentialFigures f in figures)
            {
                CommandOutput.WriteJson(new
                {
                    Type = "prequential", f.Learner, f.Accuracy, f.Faded, f.Test, Samples = split.Train.Count, FirstOfClass = first, TestSamples = split.Test.Count,
                    Window = WindowMicroseconds / 1e3, Dt = StepMicroseconds / 1e3, Seed, Split = split.Description,
                });
            }

            return;
        }

        output.Line($"One pass over {split.Train.Count} clips in random order, each predicted whole before it is learned from; then {split.Test.Count} test clips ({split.Description}).");
        bool nothing = first == split.Train.Count;
        output.Line(nothing
            ? "Every clip of the pass was the first of its class, so that there was nothing to predict it with: only what was learned can be tested, afterwards."
            : $"The first of each class ({first} clips) could not be predicted by anything and count as wrong.");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("learner", "over the pass", "at its end (fading .99)", "tested after it");
        foreach (PrequentialFigures f in figures)
        {
            table.AddRow(Markup.Escape(f.Learner), nothing ? "-" : AccuracyText.Percent(f.Accuracy), nothing ? "-" : AccuracyText.Percent(f.Faded), f.Test is { } t ? AccuracyText.Percent(t) : "-");
        }

        output.Human.Write(table);
    }

    private void Draw(IReadOnlyList<PrequentialFigures> figures)
    {
        if (Pictures is null)
        {
            return;
        }

        string stem = Path.Combine(Directory.CreateDirectory(Pictures).FullName, "prequential");
        ChartLine[] lines = [.. figures.Select(f => new ChartLine(f.Learner, [.. f.Curve.Select((a, i) => ((i + 1) * 10.0, a))]))];
        File.WriteAllText(stem + ".svg", SvgChart.Draw("Test-then-train", "clips seen", "faded accuracy", lines, 1));
        File.WriteAllText(stem + ".csv", "clips," + string.Join(',', figures.Select(f => f.Learner.Replace(',', ' '))) + "\n" + string.Concat(
            figures[0].Curve.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"{(i + 1) * 10},{string.Join(',', figures.Select(f => f.Curve[i].ToString("R", CultureInfo.InvariantCulture)))}\n"))));
        output.Note($"Pictures and their data: {stem}.*");
    }
}
