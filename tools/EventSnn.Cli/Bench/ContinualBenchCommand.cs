using System.CommandLine;
using EventSnn.Cli.Shell;
using EventSnn.Cli.Train;
using EventSnn.Events.Binning;
using EventSnn.Events.Geometry;
using EventSnn.Networks.Continual;
using EventSnn.Training;
using EventSnn.Training.Continual;
using EventSnn.Training.DataSets;
using EventSnn.Training.Evaluation;
using EventSnn.Training.Pictures;
using EventSnn.Training.Splits;

namespace EventSnn.Cli.Bench;

/// <summary><c>eventsnn bench continual</c>: the class-incremental protocol on a data set.</summary>
public sealed class ContinualBenchCommand : CliCommand
{
    private static readonly (string Name, Func<int, Func<IContinualReadout>> Create, int Passes)[] OfSpikes =
    [
        ("few-shot discriminant", size => () => new FewShotDiscriminant(size), 1),
        ("without pull", size => () => new FewShotDiscriminant(size, pull: 0), 1),
        ("delta + rehearsal", size => () => new DeltaReadout(size, memory: new LatentMemory(size, capacity: 2000)), 3),
        ("delta, no rehearsal", size => () => new DeltaReadout(size), 3),
    ];

    private static readonly (string Name, Func<int, Func<IContinualReadout>> Create, int Passes)[] OfGrid =
    [
        ("discriminant", size => () => new StreamingDiscriminant(size), 1),
        ("nearest mean", size => () => new StreamingDiscriminant(size, shrinkage: 1), 1),
        ("delta + rehearsal", size => () => new DeltaReadout(size, memory: new LatentMemory(size, capacity: 2000)), 3),
        ("delta, no rehearsal", size => () => new DeltaReadout(size), 3),
    ];

    private static readonly (string Name, int? Shots, double? Seconds)[] Shown = [("1", 1, null), ("5", 5, null), ("10 s", null, 10), ("all", null, null)];

    private const string Legend = """

        Percent, means over the orders. base: the first half of the classes, when only they are known. At the end: all, of all classes; A_T, mean over
        tasks (the first half is one); new, of the classes that came one by one; joint, the same after learning everything together; ratio, new to its
        joint. taught: that ratio for each new class right after it was shown, when the later ones had not come yet. lost: what one more class costs
        those before it. BWT, forgot: change of a task since it was learned, and since its best. preq: clips told right just before they were learned
        from. ECE: calibration error, 0 to 1. "unknown classes": see AUROC, 1 is best, and FPR@95, 0 is best.
        """;

    private readonly Argument<string> data = new("DATA") { Description = "The data set's folder or archive." };
    private readonly Option<string> layout = new("--layout") { Description = $"Its layout: {string.Join(", ", DataSetLayouts.Names)}.", DefaultValueFactory = _ => DataSetLayouts.Folder };
    private readonly Option<string?> size = new("--size") { Description = "The sensor, where the files do not tell it.", HelpName = "WxH" };
    private readonly Option<int> orders = new("--orders") { Description = "Orders of the classes, seeds S, S + 1, ...", DefaultValueFactory = _ => 5 };
    private readonly Option<int> seed = new("--seed") { Description = "Seed S of the first order.", HelpName = "S" };
    private readonly Option<int?> folds = new("--folds") { Description = "Cross-validation folds; order S is tested on fold S modulo N. Without it, the data set's own test part.", HelpName = "N" };
    private readonly Option<string> latent = new Option<string>("--latent") { Description = "What is learned on: spikes (spike counts of a fixed layer over the clip) or grid (events and motion on a grid, every 100 ms).", DefaultValueFactory = _ => "spikes" }.AcceptOnlyFromAmong("spikes", "grid");
    private readonly Option<int> inputs = new("--inputs") { Description = "Rows and columns of the input, about.", DefaultValueFactory = _ => 16 };
    private readonly Option<int> variants = new("--variants") { Description = "Variants of every clip to learn from, shifted, turned and scaled a little (spikes).", DefaultValueFactory = _ => 6 };
    private readonly Option<double> step = new("--dt") { Description = "Step length in milliseconds.", DefaultValueFactory = _ => 10 };
    private readonly Option<bool> motion = new("--motion") { Description = "Four channels of motion as input besides polarities (spikes; steps of whole 20 ms)." };
    private readonly Option<string[]> methods = new("--methods") { Description = $"Which readouts, by the beginning of their names. Spikes: {string.Join("; ", OfSpikes.Select(m => m.Name))}. Grid: {string.Join("; ", OfGrid.Select(m => m.Name))}. Default: all.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
    private readonly Option<string?> svg = new("--svg") { Description = "Draw the accuracy over the classes so far into this file.", HelpName = "FILE" };
    private readonly Option<int> threads = new("--threads") { Description = "Threads; results are the same with any number.", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON per method and number of shots." };

    /// <inheritdoc/>
    protected override Command Describe() => new("continual", """
        Learn half of the classes together, then the others one by one, with 1 clip, 5 clips, 10 seconds and all clips of each, and measure what is kept.
        "Joint" is the same readout after all clips of all classes. Further figures: --json.

          eventsnn bench continual ../shared/data/dvs-sign/train --size 128x128 --folds 5
          eventsnn bench continual ../shared/data/nmnist/nmnist-train-00001-01000.zip --layout nmnist --folds 5
          eventsnn bench continual people --layout dvsgesture --motion --dt 20
        """)
    {
        data, layout, size, orders, seed, folds, latent, inputs, variants, step, motion, methods, svg, threads, json,
    };

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        OptionRange.Check("--orders", arguments.GetValue(orders), 1);
        OptionRange.Check("--seed", arguments.GetValue(seed), 0, 1_000_000);
        OptionRange.Check("--inputs", arguments.GetValue(inputs), 1);
        OptionRange.Check("--dt", arguments.GetValue(step), .001, 60_000);
        OptionRange.Check("--variants", arguments.GetValue(variants), 0, 1000);
        OptionRange.Check("--threads", arguments.GetValue(threads), 1);
        OptionRange.Check("--folds", arguments.GetValue(folds) ?? 2, 2);
        if (arguments.GetValue(svg) is { } target)
        {
            SaveTarget.CheckPicture(target, "--svg");
        }

        var output = new CommandOutput(arguments.GetValue(json));
        string[] known = [.. OfSpikes.Concat(OfGrid).Select(m => m.Item1)];
        if (arguments.GetValue(methods)?.FirstOrDefault(w => !known.Any(n => n.StartsWith(w, StringComparison.OrdinalIgnoreCase))) is { } strange)
        {
            throw UsageException.Option("--methods", $"beginnings of {string.Join("; ", known.Distinct())}", strange);
        }

        MotionOptions? seen = arguments.GetValue(motion) ? new MotionOptions() : null;
        long stepMicroseconds = (long)Math.Round(arguments.GetValue(step) * 1000);
        ClipDataOptions.CheckMotion(seen, stepMicroseconds);
        int runs = arguments.GetValue(orders);
        int first = arguments.GetValue(seed);
        int? folded = arguments.GetValue(folds);
        string? text = arguments.GetValue(size);
        SensorSize? sensor = text is null ? null : SensorSize.TryParse(text, out SensorSize told) ? told : throw UsageException.Option("--size", "WxH, as in 128x128", text);
        ClipDataSet set = DataSetLayouts.Open(arguments.GetValue(layout)!, arguments.GetRequiredValue(data), sensor);
        ClipSplit[] splits = [.. Enumerable.Range(0, runs).Select(r => ClipSplit.Make(set, new SplitOptions { Folds = folded, Fold = folded is { } f ? (first + r) % f : 0 }))];
        if (splits.Any(s => s.Test.Count == 0))
        {
            throw new TrainingException($"{set.Folder}: there is no test part; give --folds 5.");
        }

        bool spikes = arguments.GetValue(latent) == "spikes";
        var binning = new ClipBinning(stepMicroseconds, set.DownsampleTo(arguments.GetValue(inputs)), Motion: seen);
        ClipStore store = ClipStore.Load(set, binning, null, cancellation);
        int workers = arguments.GetValue(threads);
        LatentClip[] clips = spikes
            ? SpikeCountClips.Make(store, new SpikeCountOptions(), arguments.GetValue(variants), workers, cancellation)
            : LatentClips.Make(store, new LatentOptions(), workers, cancellation);
        int length = clips[0].Vectors[0].Length;
        int classes = set.ClassNames.Count;
        int half = ContinualProtocol.HalfOf(classes);
        output.Note($"{clips.Length} clips of {classes} classes, {half} first; latent vectors of {length}.");
        output.Line($"{"method",-21}{"shown",6}{"s/class",8}{"base",6}{"all",6}{"joint",6}{"A_T",6}{"new",6}{"joint",6}{"ratio",6}{"taught",7}{"lost",6}{"joint",6}{"BWT",6}{"forgot",7}{"preq",6}{"ECE",5}");
        var lines = new List<ChartLine>();
        foreach ((string name, Func<int, Func<IContinualReadout>> create, int passes) in spikes ? OfSpikes : OfGrid)
        {
            if (arguments.GetValue(methods) is { Length: > 0 } wanted && !wanted.Any(w => name.StartsWith(w, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            var all = new ContinualFigures[Shown.Length, runs];
            Parallel.For(0, runs, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation }, r =>
            {
                LatentClip[] train = [.. splits[r].Train.Select(i => clips[i])];
                LatentClip[] test = [.. splits[r].Test.Select(i => clips[i])];
                ContinualProtocol[] protocols = [.. Shown.Select(s => new ContinualProtocol { BaseClasses = half, Shots = s.Shots, Seconds = s.Seconds, Seed = (ulong)(first + r) })];
                IReadOnlyList<ContinualFigures> figures = ContinualRun.Run(train, test, classes, protocols, create(length), passes, cancellation);
                for (int s = 0; s < Shown.Length; s++)
                {
                    all[s, r] = figures[s];
                }
            });
            for (int s = 0; s < Shown.Length; s++)
            {
                ContinualFigures[] own = [.. Enumerable.Range(0, runs).Select(r => all[s, r])];
                Report(output, name, Shown[s].Name, own);
                if (Shown[s].Seconds is not null)
                {
                    lines.Add(new ChartLine(name, [.. Enumerable.Range(0, own[0].Curve.Count).Select(i => ((double)(half + i), own.Average(a => a.Curve[i]) * 100))]));
                }
            }
        }

        output.Line(Legend);
        if (arguments.GetValue(svg) is { } picture)
        {
            File.WriteAllText(picture, SvgChart.Draw($"{Path.GetFileName(Path.TrimEndingDirectorySeparator(set.Folder))}: classes learned one by one from 10 s of each", "classes so far", "accuracy, %", lines, 100));
        }

        return Task.FromResult(ExitCode.Success);
    }

    private static void Report(CommandOutput output, string name, string shown, ContinualFigures[] all)
    {
        string Percent(Func<ContinualFigures, double> of) => all.Average(of) is var mean && double.IsNaN(mean) ? "-" : $"{100 * mean:F1}";
        if (output.Json)
        {
            CommandOutput.WriteJson(new { Method = name, Shown = shown, Runs = all });
            return;
        }

        string Ratio(Func<ContinualFigures, double> of, Func<ContinualFigures, double> joint) => all.Average(of) / all.Average(joint) is var ratio && double.IsFinite(ratio) ? $"{ratio:F2}" : "-";
        output.Line(
            $"{name,-21}{shown,6}{all.Average(f => f.SecondsPerClass),8:F1}{Percent(f => f.BaseAccuracy),6}{Percent(f => f.AllAccuracy),6}{Percent(f => f.Joint.Accuracy),6}{Percent(f => f.FinalAccuracy),6}"
            + $"{Percent(f => f.NewAccuracy),6}{Percent(f => f.Joint.NewAccuracy),6}{Ratio(f => f.NewAccuracy, f => f.Joint.NewAccuracy),6}"
            + $"{Ratio(f => f.JustTaught, f => f.Joint.JustTaught),7}{Percent(f => f.OldLoss),6}{Percent(f => f.Joint.OldLoss),6}"
            + $"{Percent(f => f.BackwardTransfer),6}{Percent(f => f.Forgetting),7}{Percent(f => f.Prequential),6}{all.Average(f => f.ExpectedCalibrationError ?? double.NaN),5:F2}");
        if (shown == "all")
        {
            string Pair(Func<UnknownFigures, Rejection?> of) => all.Any(f => of(f.Unknown) is null)
                ? "- (it has none)" : $"{all.Average(f => of(f.Unknown)!.Auroc):F3} ({all.Average(f => of(f.Unknown)!.FalsePositiveRateAt95):F2})";
            output.Line($"  unknown classes, AUROC (FPR@95): distance {Pair(u => u.Distance)}, relative {Pair(u => u.Relative)}, lead {Pair(u => u.Lead)}, confidence {Pair(u => u.Confidence)}");
        }
    }
}
