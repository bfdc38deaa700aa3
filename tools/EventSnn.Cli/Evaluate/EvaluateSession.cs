using System.Globalization;
using EventSnn.Cli.Shell;
using EventSnn.Cli.Train;
using EventSnn.Events.Binning;
using EventSnn.Networks;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;
using EventSnn.Training.DataSets;
using EventSnn.Training.Evaluation;
using EventSnn.Training.Pictures;
using EventSnn.Training.Splits;

namespace EventSnn.Cli.Evaluate;

/// <summary>Carries out one <c>eventsnn evaluate</c>.</summary>
/// <param name="output">Where results go.</param>
/// <param name="dataSet">The clips.</param>
internal sealed class EvaluateSession(CommandOutput output, ClipDataSet dataSet)
{
    private ClipStore? store;

    public required Func<IComputeBackend> Backend { get; init; }

    public required IReadOnlyList<string> Models { get; init; }

    public required string Part { get; init; }

    public required SplitOptions Split { get; init; }

    public long? WindowMicroseconds { get; init; }

    public string? Pictures { get; init; }

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        (IReadOnlyList<int> clips, string description) = Choose();
        output.Note($"{Counted.Of(clips.Count, "clip")}: {description}.");
        List<double> accuracies = [];
        foreach (string path in Models)
        {
            using SpikingNetwork network = SpikingNetwork.Load(path, Backend());
            ClipBinning binning = BinningFor(network.Definition, path);
            if (store?.Binning != binning)
            {
                store = await ClipLoading.LoadAsync(dataSet, binning, output, cancellation);
            }

            int done = 0;
            EvaluationResult? result = null;
            await ProgressBar.RunAsync(
                output,
                "classifying",
                () => ((double)Volatile.Read(ref done) / clips.Count, $"{Volatile.Read(ref done)} of {clips.Count} clips"),
                () => Task.Run(
                    () => result = Evaluator.Run(
                        network, store, clips, new EvaluationOptions { WindowMicroseconds = WindowMicroseconds }, n => Interlocked.Add(ref done, n), cancellation),
                    cancellation));
            if (result!.Predictions.All(p => p.Predicted < 0))
            {
                throw new UsageException(
                    $"{path} decided nothing: no clip lasts beyond its burn-in of {network.Definition.BurnInSteps} steps of {network.Definition.StepMicroseconds / 1e3:0.###} ms. "
                    + "Give a longer --window, or use a model that was trained on clips of this length.");
            }

            accuracies.Add(result.Accuracy);
            Tell(path, network, result);
            Draw(path, result);
        }

        if (Models.Count > 1)
        {
            Summarise(SeedSummary.Of(accuracies));
        }

        return ExitCode.Success;
    }

    private (IReadOnlyList<int> Clips, string Description) Choose()
    {
        int[] all = [.. Enumerable.Range(0, dataSet.Clips.Count)];
        if (Part == "all")
        {
            return (all, "the whole data set");
        }

        // The clips to be trained with do not matter here, so there may be none.
        bool hasTest = Split.Folds is not null || dataSet.Clips.Any(c => c.Part == ClipPart.Test);
        if (Part == "auto" && !hasTest)
        {
            return (all, "the whole data set, which names no test part");
        }

        if (Split.Folds is null && dataSet.Clips.All(c => c.Part == ClipPart.Test))
        {
            return Part == "train" ? throw NoClips() : (all, "the test part");
        }

        ClipSplit split = ClipSplit.Make(dataSet, Split);
        IReadOnlyList<int> clips = Part == "train" ? split.Train : split.Test;
        return clips.Count > 0 ? (clips, split.Description) : throw NoClips();
    }

    private UsageException NoClips() =>
        new($"Option --part: {dataSet.Folder} has no {Part} part. Choose --part all, or cut one with --folds.");

    private ClipBinning BinningFor(NetworkDefinition definition, string model)
    {
        for (int factor = 1; factor <= 64; factor++)
        {
            var binning = new ClipBinning(definition.StepMicroseconds, factor, WindowMicroseconds, definition.Motion);
            InputShape shape = dataSet.Shape(binning);
            if (shape == definition.Input)
            {
                return binning;
            }

            if (shape.Height < definition.Input.Height || dataSet.IsDrawn)
            {
                break;
            }
        }

        throw new UsageException(
            $"{model} takes an input of {definition.Input}, which no down-sampling of {dataSet.Folder} gives (sensor {dataSet.Size}). Use the data set's --size, or a model that was made for it.");
    }

    private void Tell(string path, SpikingNetwork network, EvaluationResult result)
    {
        var f = new EvaluationFigures(result, WindowMicroseconds);
        if (output.Json)
        {
            CommandOutput.WriteJson(new
            {
                Type = "evaluation",
                Model = path,
                f.Accuracy,
                f.Layers,
                f.Samples,
                f.Unknown,
                f.Window,
                f.Classes,
                f.Confusion,
                ConfusionColumns = ConfusionTable.Columns(f.Classes),
                f.OverTime,
                f.FirstDecision,
                f.Ece,
                f.Auroc,
                f.Fpr95,
                f.SpikeRates,
                f.Seconds,
                f.RealTimeFactor,
                network.Definition.Preset,
                Dt = network.Definition.StepMicroseconds / 1e3,
                network.Seed,
                network.UpdateCount,
                network.Backend,
            });
            return;
        }

        output.Line(path);
        if (f.Samples > 0)
        {
            output.Human.Write(ConfusionTable.Draw(result.Confusion));
        }

        string first = f.FirstDecision is { } ms ? $"; 90 % of it after {ms:F0} ms" : string.Empty;
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{AccuracyText.Of(result.Confusion, " clips")}; guessing gets {AccuracyText.Guessing(result.Confusion)}{first}; layers {string.Join(", ", f.Layers.Select(AccuracyText.Percent))}; ECE {f.Ece:F3}; {f.RealTimeFactor:F1}x real time."));
        output.Line($"({(f.FirstDecision is null ? string.Empty : "90 % of it: from when on, since a clip began, that part of the accuracy is reached; ")}layers: what the readout of each layer gets alone; ECE, the expected calibration error: how far confidence is from accuracy, 0 to 1.)");
        if (f.Auroc is { } auroc)
        {
            output.Line(string.Create(CultureInfo.InvariantCulture, $"{f.Unknown} clips of classes that the model does not know: AUROC {auroc:F3}, FPR@95 {f.Fpr95:F3} (telling them apart by confidence: 1 and 0 are best)."));
        }
    }

    private void Summarise(SeedSummary summary)
    {
        if (output.Json)
        {
            CommandOutput.WriteJson(new { Type = "summary", Models = Models.Count, AccuracyMean = summary.Mean, AccuracyDeviation = summary.Deviation, Accuracies = summary.Values });
            return;
        }

        output.Line(string.Create(CultureInfo.InvariantCulture, $"{Models.Count} models: accuracy {AccuracyText.Percent(summary.Mean)}, deviation {(summary.Deviation is { } deviation ? AccuracyText.Percent(deviation) : "-")}."));
    }

    private void Draw(string path, EvaluationResult result)
    {
        if (Pictures is null)
        {
            return;
        }

        string stem = Path.Combine(Directory.CreateDirectory(Pictures).FullName, Path.GetFileNameWithoutExtension(path));
        File.WriteAllText($"{stem}.over-time.csv", "milliseconds,accuracy\n" + string.Concat(result.OverTime.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Milliseconds:R},{a.Accuracy:R}\n"))));
        File.WriteAllText($"{stem}.over-time.svg", SvgChart.Draw("Accuracy over time", "milliseconds since onset", "accuracy", [new("accuracy", [.. result.OverTime.Select(a => (a.Milliseconds, a.Accuracy))])], 1));
        if (result.Calibration is { } calibration)
        {
            File.WriteAllText($"{stem}.reliability.csv", ReliabilityPicture.ToCsv(calibration));
            File.WriteAllText($"{stem}.reliability.svg", ReliabilityPicture.ToSvg(calibration));
        }

        output.Note($"Pictures and their data: {stem}.*");
    }
}
