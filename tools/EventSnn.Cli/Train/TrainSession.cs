using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EventSnn.Cli.Shell;
using EventSnn.Events.Binning;
using EventSnn.Networks;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Learning;
using EventSnn.Training;
using EventSnn.Training.DataSets;
using EventSnn.Training.Evaluation;
using EventSnn.Training.Runs;
using EventSnn.Training.Splits;

namespace EventSnn.Cli.Train;

/// <summary>Carries out one <c>eventsnn train</c>.</summary>
/// <param name="output">Where results go.</param>
/// <param name="dataSet">The clips.</param>
internal sealed class TrainSession(CommandOutput output, ClipDataSet dataSet)
{
    public required Func<IComputeBackend> Backend { get; init; }

    public required string Preset { get; init; }

    public required string Model { get; init; }

    public required long StepMicroseconds { get; init; }

    public required int Downsample { get; init; }

    public MotionOptions? Motion { get; init; }

    /// <summary>Whether a clip readout stands beside the layers; null as the preset has it.</summary>
    public bool? ClipReadout { get; init; }

    public double LayersShare { get; init; }

    public double? LearningRate { get; init; }

    public UpdatePolicy UpdatePolicy { get; init; } = UpdatePolicy.Always;

    public required SplitOptions Split { get; init; }

    public required TrainingOptions Options { get; init; }

    public bool Resume { get; init; }

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        SaveTarget.CheckModel(Model, "--out");
        ClipSplit split = ClipSplit.Make(dataSet, Split);
        var folder = new RunFolder(Model);
        TrainingPosition? position = Position(folder);
        Announce(split);
        ClipStore store = await ClipLoading.LoadAsync(dataSet, Binning(), output, cancellation);
        if (position is null)
        {
            KeepPrevious(folder, output);
        }

        using SpikingNetwork network = position is null ? Fresh(store) : SpikingNetwork.Load(folder.File(position.Checkpoint), Backend());
        var run = new TrainingRun(network, store, split, Options, folder, position) { Fingerprint = Fingerprint(), OnEpoch = Tell };
        output.Note($"Network: preset {Preset}, input {network.Definition.Input}, step {StepMicroseconds / 1e3:0.###} ms, {network.Definition.Classes} classes, backend {network.Backend}.");
        output.Line("(while learning: clips that were right as they were learned from; the network is shown the label meanwhile, so this says little. --validation SHARE tells of clips it is not shown.)");
        await TrainAsync(run, folder, cancellation);
        bool chosen = split.Validation.Count > 0 && run.Position.BestEpoch > 0;
        using SpikingNetwork kept = SpikingNetwork.Load(folder.File(chosen ? Path.GetFileName(folder.Best) : run.Position.Checkpoint), Backend());
        kept.Save(Model);
        EvaluationFigures? test = await TestAsync(kept, store, split, cancellation);
        if (UpdatePolicy != UpdatePolicy.Always && UpdatePolicyOption.Tell(network) is { } told)
        {
            output.Note(told);
        }

        Record(folder, store, split, run, network, kept.Definition, test, chosen ? run.Position.BestEpoch : run.Position.Curve[^1].Epoch);
        return ExitCode.Success;
    }

    /// <summary>Keeps the model and the folder of an earlier run with the same name, and says so.</summary>
    public static void KeepPrevious(RunFolder folder, CommandOutput output)
    {
        if (folder.KeepPrevious() is { } kept)
        {
            output.Note($"{folder.Model} is there already and will be replaced: a copy is kept as {kept}.");
        }
    }

    private async Task TrainAsync(TrainingRun run, RunFolder folder, CancellationToken cancellation)
    {
        using CancellationTokenRegistration stopping = cancellation.Register(
            () => output.Note($"The mini-batch at hand may take {run.StopWithin.TotalSeconds:F0} s to its end, else it is dropped."));
        try
        {
            await ProgressBar.RunAsync(
                output, "training", () => (run.Progress.Fraction, Text(run.Progress)), () => Task.Run(() => run.Run(cancellation), CancellationToken.None));
        }
        catch (OperationCanceledException)
        {
            output.Note(folder.LoadPosition() is { } kept
                ? $"{folder.Path} holds the run after {kept.Samples} clips. Go on with the same command and --resume."
                : $"{folder.Path} holds nothing to go on from yet: the same command begins anew.");
            throw;
        }
    }

    private static string Text(TrainingProgress progress)
    {
        string left = progress.Remaining is { } time ? string.Create(CultureInfo.InvariantCulture, $", {(long)time.TotalHours:00}:{time:mm\\:ss} left") : string.Empty;
        double speed = progress.ClipsPerSecond;
        string pace = speed is 0 ? "beginning"
            : speed >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{speed:F1} clips/s")
            : string.Create(CultureInfo.InvariantCulture, $"{1 / speed:F1} s per clip");
        return $"epoch {progress.Epoch}, {(progress.Validating ? "validating" : pace)}{left}";
    }

    private ClipBinning Binning()
    {
        // A random start needs the whole clip; else nothing beyond the window is ever seen.
        long? longest = Options.RandomStart ? null
            : Options.WindowMicroseconds is { } w ? Math.Max(w, Options.CropMicroseconds ?? 0) : null;
        long? warped = longest is { } l ? (long)(l * (1 + Options.Augmentation.TimeWarp)) : null;
        return new ClipBinning(StepMicroseconds, Downsample, warped, Motion);
    }

    private SpikingNetwork Fresh(ClipStore store)
    {
        string[] names = [.. dataSet.ClassNames.Where(n => !Split.HeldOutClasses.Contains(n))];
        NetworkDefinition definition = NetworkPresets.Create(Preset, store.Shape, names, StepMicroseconds) with { Motion = store.Binning.Motion };
        ClipReadoutDefinition? readout = ClipReadout == false ? null : definition.ClipReadout ?? (ClipReadout == true ? new ClipReadoutDefinition() : null);
        definition = definition with { ClipReadout = readout is null ? null : readout with { WindowMicroseconds = Options.WindowMicroseconds ?? readout.WindowMicroseconds, LayersShare = LayersShare } };
        if (ClipReadout == true && definition.Loss.Kind != LossKind.SoftmaxCrossEntropy)
        {
            throw new UsageException($"Option --clip-readout: preset {Preset} has scores that are no probabilities, which a clip readout cannot go beside. Use --preset best, tess or gesture.");
        }

        if (LearningRate is { } rate)
        {
            definition = definition with { Optimiser = definition.Optimiser with { LearningRate = rate } };
        }

        if (Options.FreezeOut is not null && definition.Layers.Count == 1)
        {
            output.Warn($"Option --freeze-out: preset {Preset} has one layer, which is the last to end: nothing is frozen, its rate falls by a half cosine.");
        }

        SpikingNetwork network = SpikingNetwork.Create(definition, Options.Seed, Backend());
        network.UpdatePolicy = UpdatePolicy;
        return network;
    }

    private TrainingPosition? Position(RunFolder folder)
    {
        TrainingPosition? position = folder.LoadPosition();
        if (!Resume)
        {
            return position is null || position.Finished
                ? null
                : throw new UsageException($"{folder.Path} holds a run that is not finished ({position.Samples} clips learned). Go on with --resume, choose another --out, or delete the folder.");
        }

        if (position is null)
        {
            output.Note($"{folder.Path} holds no run yet: beginning one.");
            return null;
        }

        IReadOnlyList<string> differences = RunFingerprint.Differences(position.Fingerprint, Fingerprint());
        if (differences.Count > 0)
        {
            string epochs = Options.Schedule == LearningRateSchedule.Cosine || Options.FreezeOut is not null ? string.Empty : "--epochs, ";
            throw new UsageException(
                $"Option --resume: the run in {folder.Path} was made otherwise, so it cannot go on bit for bit: {string.Join("; ", differences)}. Give the same command as then (only {epochs}--samples, --patience and --checkpoint-every may differ), or train anew without --resume.");
        }

        output.Note($"Going on after {position.Samples} clips.");
        position.Finished = false;
        return position;
    }

    private string Fingerprint() => JsonSerializer.Serialize(new
    {
        Preset,
        StepMicroseconds,
        Downsample,
        LearningRate,
        Motion,
        ClipReadout,
        LayersShare,
        UpdatePolicy = UpdatePolicy.ToString(),
        Split.Folds,
        Split.Fold,
        Split.Validation,
        Split.HeldOutClasses,
        dataSet.Layout,
        Clips = dataSet.Clips.Count,
        Options = Options with { Epochs = Options.Schedule == LearningRateSchedule.Cosine || Options.FreezeOut is not null ? Options.Epochs : 1, MaximumSamples = null, Patience = null, CheckpointSeconds = 0 },
    });

    private void Announce(ClipSplit split)
    {
        IReadOnlyList<string> train = ClipSplit.Subjects(dataSet, split.Train);
        IReadOnlyList<string> test = ClipSplit.Subjects(dataSet, split.Test);
        if (output.Json)
        {
            CommandOutput.WriteJson(new
            {
                Type = "split", split.Description, Train = split.Train.Count, Validation = split.Validation.Count, Test = split.Test.Count,
                TrainSubjects = train, TestSubjects = test, dataSet.Layout, Classes = dataSet.ClassNames,
            });
            return;
        }

        string subjects = train.Count > 0 ? $" ({Counted.Of(train.Count, "subject")} to train, {test.Count} to test)" : string.Empty;
        output.Line($"Split: {Counted.Of(split.Train.Count, "clip")} to train, {split.Validation.Count} to validate, {split.Test.Count} to test{subjects}: {split.Description}.");
    }

    private void Tell(EpochFigures e)
    {
        if (output.Json)
        {
            CommandOutput.WriteJson(new { Type = "epoch", e.Epoch, e.Samples, e.Loss, e.LearningAccuracy, e.ValidationAccuracy, e.ValidationLayers, e.SpikeRates, e.Seconds });
            return;
        }

        string validation = e.ValidationAccuracy is { } v ? $"   validation {v,6:P1}" : string.Empty;
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {e.Epoch,3}  {e.Samples,8} clips  loss {string.Join(' ', e.Loss.Select(l => $"{l:F3}"))}  while learning {e.LearningAccuracy,6:P1}{validation}  spikes {string.Join(' ', e.SpikeRates.Select(r => $"{r:P1}"))}  {e.Seconds:F1} s"));
    }

    private async Task<EvaluationFigures?> TestAsync(SpikingNetwork network, ClipStore store, ClipSplit split, CancellationToken cancellation)
    {
        if (split.Test.Count == 0)
        {
            output.Note("There are no test clips: nothing was tested. Use --folds, or eventsnn evaluate on other data.");
            return null;
        }

        var options = new EvaluationOptions { WindowMicroseconds = Options.WindowMicroseconds, BatchSize = Options.BatchSize };
        int done = 0;
        EvaluationResult result = null!;
        await ProgressBar.RunAsync(
            output,
            "testing",
            () => ((double)Volatile.Read(ref done) / split.Test.Count, $"{Volatile.Read(ref done)} of {split.Test.Count} clips"),
            () => Task.Run(() => result = Evaluator.Run(network, store, split.Test, options, n => Interlocked.Add(ref done, n), cancellation), cancellation));
        var figures = new EvaluationFigures(result, Options.WindowMicroseconds);
        if (output.Json)
        {
            CommandOutput.WriteJson(new
            {
                Type = "result", figures.Accuracy, figures.Layers, figures.Samples, figures.Window, figures.Classes, figures.Confusion, ConfusionColumns = ConfusionTable.Columns(figures.Classes), figures.FirstDecision, figures.Ece, figures.Auroc, figures.Fpr95,
            });
        }
        else
        {
            output.Human.Write(ConfusionTable.Draw(result.Confusion));
            output.Line($"Test: {AccuracyText.Of(result.Confusion, " clips")}; guessing gets {AccuracyText.Guessing(result.Confusion)}; layers {string.Join(", ", result.LayerAccuracy.Select(AccuracyText.Percent))}.");
            output.Line("(layers: what the readout of each layer gets alone, the lowest first.)");
        }

        return figures;
    }

    private void Record(RunFolder folder, ClipStore store, ClipSplit split, TrainingRun run, SpikingNetwork network, NetworkDefinition definition, EvaluationFigures? test, int keptEpoch)
    {
        using var process = Process.GetCurrentProcess();
        folder.SaveJson("run.json", new RunRecord
        {
            Command = "eventsnn " + string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Select(a => a.Contains(' ', StringComparison.Ordinal) ? $"'{a}'" : a)),
            Ended = TimeProvider.System.GetUtcNow(),
            Layout = dataSet.Layout,
            Clips = dataSet.Clips.Count,
            Split = split.Description,
            SplitSizes = RunRecord.SizesOf(split),
            TestClips = [.. split.Test.Select(i => dataSet.Clips[i].Id)],
            Events = RunRecord.CountsOf(store.Counters),
            Definition = definition,
            Downsample = Downsample,
            Options = Options,
            Curve = run.Position.Curve,
            KeptEpoch = keptEpoch,
            Test = test,
            TrainingSeconds = run.Position.Curve.Sum(e => e.Seconds),
            ProcessorSeconds = process.TotalProcessorTime.TotalSeconds,
            Backend = network.Backend,
            UpdatePolicy = network.UpdatePolicy.ToString(),
            LayerUpdates = network.PossibleLayerUpdates - network.SkippedLayerUpdates,
            SkippedLayerUpdates = network.SkippedLayerUpdates,
        });
        output.Note($"Saved {Model} (epoch {keptEpoch}) and {folder.Path}: run.json, curve.csv, curve.svg; {process.TotalProcessorTime.TotalSeconds:F0} CPU seconds in this process.");
    }
}
