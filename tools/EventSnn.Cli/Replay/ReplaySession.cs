using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using EventSnn.Cli.Shell;
using EventSnn.Events.Binning;
using EventSnn.Events.Streams;
using EventSnn.Networks;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Evaluation;
using EventSnn.Networks.Initialisation;
using EventSnn.Recordings.DvsGesture;
using EventSnn.Recordings.Reading;
using EventSnn.Streaming.Boundaries;
using EventSnn.Streaming.Operators;
using EventSnn.Streaming.Recognition;
using EventSnn.Streaming.Rehearsal;
using EventSnn.Streaming.Sources;
using EventSnn.Training.Augmentation;
using EventSnn.Training.DataSets;
using EventSnn.Training.Recipes;

namespace EventSnn.Cli.Replay;

/// <summary>Carries out one <c>eventsnn replay</c>: learn, rehearse, test, save.</summary>
/// <param name="options">What was asked.</param>
/// <param name="output">Where results go.</param>
/// <param name="cancellation">Ctrl-C.</param>
public sealed class ReplaySession(ReplayOptions options, CommandOutput output, CancellationToken cancellation)
{
    /// <summary>Runs.</summary>
    /// <returns>An exit code.</returns>
    public async Task<int> RunAsync()
    {
        ReplayRecording recording = Open(options.File, options.Labels, options.RangeOfFile ?? options.Reading);
        ReplayRecording[] tests = [.. options.Test.Select(path => Open(path, null, options.Reading))];
        if (options.Learn && recording.Labels is null)
        {
            throw new FileNotFoundException(
                $"{recording.Path} has no labels to learn from: expected {DvsGestureLayout.LabelsPath(recording.Path)} with lines 'class,startTime_usec,endTime_usec', or --labels FILE.");
        }

        if (options.Learn && options.Test.FirstOrDefault(path => SameFile.Is(path, options.File)) is { } learned)
        {
            output.Warn($"--test {learned} is the recording that is learned from: what it gets right there says nothing about others");
        }

        foreach (ReplayRecording labelled in tests.Prepend(recording))
        {
            labelled.RequireLabelsWithin(output, cancellation);
        }

        bool replaces = CheckSave();
        using SpikingNetwork network = OpenNetwork(recording);
        network.UpdatePolicy = options.UpdatePolicy ?? network.UpdatePolicy;
        IReadOnlyList<string> names = network.Definition.ClassNames;
        recording.RequireClasses(names);
        foreach (ReplayRecording test in tests)
        {
            test.RequireClasses(names);
        }

        Announce(network);
        var report = new ReplayReport(output, names, options.Verbose);
        if (options.Learn)
        {
            await LearnAsync(network, recording, report);
            if (options.UpdatePolicy is not null && UpdatePolicyOption.Tell(network) is { } told)
            {
                output.Note(told);
            }

            if (options.LearnFraction < 1)
            {
                await TestAsync(network, recording, options.LearnFraction, "the rest of every gesture", report);
            }
        }
        else
        {
            await TestAsync(network, recording, 0, "the model as it is", report);
        }

        foreach (ReplayRecording test in tests)
        {
            await TestAsync(network, test, 0, "weights frozen", report);
        }

        report.Summary();
        if (options.Save is { } save)
        {
            network.Save(save);
            output.Note($"Saved {save} after {network.UpdateCount} updates{(replaces ? "; it replaces the file that was there" : string.Empty)}.");
        }
        else if (options.Learn)
        {
            output.Note("What was learned ends here; --save M keeps it, and --model M uses it.");
        }

        output.CountWarnings();
        return ExitCode.Success;
    }

    /// <summary>Small shifts only: the seconds of one person that a replay learns from bear no stronger variation within a few epochs.</summary>
    private static readonly AugmentationOptions RehearsalVariation = new() { Shift = .08 };

    private static TrainingRecipe Recipe(string preset) => TrainingRecipe.For(preset, DataSetLayouts.DvsGesture);

    private ReplayRecording Open(string path, string? labels, ReadOptions reading) => ReplayRecording.Open(path, labels, reading, output);

    /// <summary>Checks that the model can be saved, and tells where that costs the one that was loaded.</summary>
    /// <returns>Whether a file will be replaced.</returns>
    private bool CheckSave()
    {
        if (options.Save is not { } save)
        {
            return false;
        }

        SaveTarget.CheckModel(save);
        if (options.Model is { } model && SameFile.Is(model, save))
        {
            output.Warn($"--save will replace {model}, the model that is loaded, however well this run goes; save under another name to keep both");
        }

        return File.Exists(save);
    }

    private SpikingNetwork OpenNetwork(ReplayRecording recording)
    {
        IComputeBackend backend = options.Backend();
        if (options.Model is { } model)
        {
            return SpikingNetwork.Load(model, backend);
        }

        IReadOnlyList<string> names = recording.ClassNames ?? DvsGestureLayout.DefaultClassNames;
        int factor = Math.Max(1, Math.Min(recording.Size.Width, recording.Size.Height) / Recipe(options.Preset).TargetInputs);

        // Without motion, so that --dt alone never changes what a network sees. A trained model brings its own.
        var binning = new BinningOptions { Size = recording.Size, Downsample = factor };
        NetworkDefinition definition = NetworkPresets.Create(options.Preset, binning.Shape, names, options.StepMicroseconds);
        return SpikingNetwork.Create(definition, options.Seed, backend);
    }

    private void Announce(SpikingNetwork network)
    {
        NetworkDefinition d = network.Definition;
        if (output.Json)
        {
            CommandOutput.WriteJson(new
            {
                Type = "network",
                d.Preset,
                Input = d.Input.ToString(),
                d.StepMicroseconds,
                Layers = d.Layers.Count,
                Classes = d.ClassNames,
                network.Seed,
                Updates = network.UpdateCount,
            });
            return;
        }

        output.Note($"Network: preset {d.Preset}, input {d.Input}, {Counted.Of(d.Layers.Count, "layer")}, step {d.StepMicroseconds / 1e3:0.###} ms, {d.Classes} classes, seed {network.Seed}, {network.Backend}.");
    }

    private async Task LearnAsync(SpikingNetwork network, ReplayRecording recording, ReplayReport report)
    {
        string part = options.LearnFraction < 1 ? $"the first {options.LearnFraction:P0} of every gesture in " : string.Empty;
        report.Phase("learn", $"Learning online from {part}{recording.Path}: every gesture is first predicted, then learned from", gesturesOnly: true);
        var collector = new ClipCollector();
        LabelMark[] marks = [.. recording.Marks(0, options.LearnFraction)];
        foreach (LabelMark mark in marks)
        {
            collector.Mark(mark);
        }

        if (DataScaledStart.IsDue(network))
        {
            await ScaleOnDataAsync(network, recording, marks);
        }

        (ConfusionMatrix matrix, int unseen) = await PlayAsync(
            network, recording, marks, new RecognitionOptions { Learn = true }, collector.Push, report, options.Model is not null);
        report.Learned(matrix, unseen);
        if (options.Epochs > 1)
        {
            await RehearseAsync(network, collector.Clips);
        }
    }

    /// <summary>Scales the start of the preset g2 on the first gestures of the recording, as its authors did on their first batch.</summary>
    private async Task ScaleOnDataAsync(SpikingNetwork network, ReplayRecording recording, LabelMark[] marks)
    {
        var collector = new ClipCollector();
        foreach (LabelMark mark in marks)
        {
            collector.Mark(mark);
        }

        await RecordingStreams.FromReader(recording.OpenReader, recording.Size)
            .BinByTime(Binning(network, recording))
            .Items.Do(collector.Push).LastOrDefaultAsync().ToTask(cancellation);
        output.Note($"Scaling the first weights on {Math.Min(collector.Clips.Count, DataScaledStart.Windows)} gestures.");
        DataScaledStart.Apply(network, collector.Clips.Select(clip => clip.Steps), cancellation);
    }

    private async Task RehearseAsync(SpikingNetwork network, IReadOnlyList<GestureClip> clips)
    {
        int epochs = options.Epochs - 1;
        long total = (long)epochs * clips.Count;
        long done = 0;
        var augmenter = new ClipAugmenter(network.Definition.Input, RehearsalVariation);
        output.Note($"Rehearsing {Counted.Of(clips.Count, "gesture")} from memory, {Counted.Of(epochs, "time")} in shuffled order (--epochs): one pass over so little teaches too little.");
        await ProgressBar.RunAsync(
            output,
            "rehearsing",
            () => ((double)Interlocked.Read(ref done) / total, $"{Interlocked.Read(ref done)} of {total} gestures"),
            () => Task.Run(
                () => Rehearser.Run(
                    network,
                    clips,
                    new RehearsalOptions { Epochs = epochs, Seed = options.Seed, Vary = augmenter.Apply },
                    n => Interlocked.Add(ref done, n),
                    cancellation),
                cancellation));
    }

    private async Task TestAsync(SpikingNetwork network, ReplayRecording recording, double from, string how, ReplayReport report)
    {
        report.Phase("test", $"Classifying {recording.Path} ({how})");
        LabelMark[] marks = [.. recording.Marks(from, 1)];
        (ConfusionMatrix matrix, int unseen) = await PlayAsync(
            network, recording, marks, new RecognitionOptions { ResetAtLabel = recording.Labels is not null }, _ => { }, report, allSeen: true);
        if (recording.Labels is null)
        {
            output.Note($"{recording.Path} has no labels: classified, not scored.");
        }
        else
        {
            report.Tested(Path.GetFileName(recording.Path) + (from > 0 ? " (the rest of every gesture)" : string.Empty), matrix, unseen);
        }
    }

    private async Task<(ConfusionMatrix Matrix, int Unseen)> PlayAsync(
        SpikingNetwork network,
        ReplayRecording recording,
        LabelMark[] marks,
        RecognitionOptions recognition,
        Action<StreamItem> onSteps,
        ReplayReport report,
        bool allSeen)
    {
        var matrix = new ConfusionMatrix(network.Definition.ClassNames);
        int unseen = 0;
        int heard = 0;
        var meter = new ReplayMeter();
        EventStream<Finite> events = RecordingStreams.FromReader(recording.OpenReader, recording.Size, meter.Update);
        if (options.Speed.Factor is { } speed)
        {
            events = events.Pace(speed);
        }

        StepStream<Finite> steps = events
            .AcrossThreads(new BoundaryOptions { Capacity = 8 }, out _)
            .BinByTime(Binning(network, recording));
        steps = new StepStream<Finite>(steps.Shape, steps.StepMicroseconds, steps.Items.Do(onSteps));
        DecisionStream<Finite> decisions = steps.Recognize(network, LabelMark.Known(marks), recognition, onStart: recognizer =>
        {
            for (int c = 0; allSeen && c < matrix.Classes; c++)
            {
                recognizer.MarkSeen(c);
            }
        });
        await ProgressBar.RunAsync(
            output,
            Path.GetFileName(recording.Path),
            () => (meter.Fraction, $"{meter.EventsPerSecond / 1e6:F2} Mev/s, {meter.RealTimeFactor:F1}x real time"),
            () => decisions.Items.Do(item =>
            {
                report.Item(item);
                heard += item is GestureClassification ? 1 : 0;
                if (item is GestureOutcome { SeenBefore: true } outcome)
                {
                    matrix.Add(outcome.Label, outcome.Predicted);
                }
                else if (item is GestureOutcome)
                {
                    unseen++;
                }
            }).LastOrDefaultAsync().ToTask(cancellation));
        RequireLabelled(recording, marks.Length > 0, matrix.Samples + unseen, meter);
        if (heard == 0)
        {
            NetworkDefinition d = network.Definition;
            output.Warn(
                $"{recording.Path} is too short for a decision: {meter.Events:N0} events within {meter.EventMicroseconds / 1e3:0.###} ms; "
                + $"the network decides every {recognition.IntervalFor(d.StepMicroseconds) / 1e3:0} ms, after a burn-in of {d.BurnInSteps * d.StepMicroseconds / 1e3:0.###} ms");
        }

        output.Note($"{meter.Events:N0} events, {meter.EventMicroseconds / 1e6:F1} s of event time in {meter.Elapsed.TotalSeconds:F1} s ({meter.RealTimeFactor:F1}x real time).");
        return (matrix, unseen);
    }

    private static void RequireLabelled(ReplayRecording recording, bool expected, int gestures, ReplayMeter meter)
    {
        if (expected && gestures == 0)
        {
            IReadOnlyList<GestureLabel> labels = recording.Labels!.Labels;
            throw new UsageException(
                $"The labels do not match {recording.Path}: they cover {labels[0].Start} to {labels[^1].End} us, "
                + $"but none of its {meter.Events} events lies in a labelled window. Give the labels of this recording with --labels FILE.");
        }
    }

    private static BinningOptions Binning(SpikingNetwork network, ReplayRecording recording) =>
        network.Definition.BinningFor(recording.Size) ?? throw new UsageException(
            $"The model takes an input of {network.Definition.Input}; {recording.Path} has a sensor of {recording.Size}, which no down-sampling turns into that. "
            + "Use a recording of the sensor that the model was made for, or convert it to that size first.");
}
