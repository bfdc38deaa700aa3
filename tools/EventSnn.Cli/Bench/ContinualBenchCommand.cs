using System.CommandLine;
using EventSnn.Cli.Shell;
using EventSnn.Events.Geometry;
using EventSnn.Networks.Continual;
using EventSnn.Training;
using EventSnn.Training.Continual;
using EventSnn.Training.DataSets;
using EventSnn.Training.Pictures;
using EventSnn.Training.Splits;

namespace EventSnn.Cli.Bench;

/// <summary><c>eventsnn bench continual</c>: the class-incremental protocol on a data set.</summary>
public sealed class ContinualBenchCommand : CliCommand
{
    private static readonly (string Name, Func<int, Func<IContinualReadout>> Create, int Passes)[] Methods =
    [
        ("discriminant", size => () => new StreamingDiscriminant(size), 1),
        ("nearest mean", size => () => new StreamingDiscriminant(size, shrinkage: 1), 1),
        ("delta + rehearsal", size => () => new DeltaReadout(size, memory: new LatentMemory(size, capacity: 2000)), 3),
        ("delta, no rehearsal", size => () => new DeltaReadout(size), 3),
    ];

    private readonly Argument<string> data = new("DATA") { Description = "The data set's folder or archive." };
    private readonly Option<string> layout = new("--layout") { Description = $"Its layout: {string.Join(", ", DataSetLayouts.Names)}.", DefaultValueFactory = _ => DataSetLayouts.Folder };
    private readonly Option<string?> size = new("--size") { Description = "The sensor, where the files do not tell it.", HelpName = "WxH" };
    private readonly Option<int> orders = new("--orders") { Description = "Orders of the classes, seeds 0, 1, ...", DefaultValueFactory = _ => 5 };
    private readonly Option<int?> folds = new("--folds") { Description = "Cross-validation folds; order k is tested on fold k. Without it, the data set's own test part.", HelpName = "N" };
    private readonly Option<int> cells = new("--cells") { Description = "Rows and columns of the grid of the latent vectors.", DefaultValueFactory = _ => new LatentOptions().Cells };
    private readonly Option<double> memory = new("--memory") { Description = "Time constant of the latent vectors in milliseconds.", DefaultValueFactory = _ => new LatentOptions().MemoryMicroseconds / 1e3 };
    private readonly Option<double> step = new("--dt") { Description = "Step length in milliseconds.", DefaultValueFactory = _ => 5 };
    private readonly Option<bool> still = new("--no-motion") { Description = "Counts only, as a control." };
    private readonly Option<string[]> methods = new("--methods") { Description = $"Which readouts, by the beginning of their names: {string.Join("; ", Methods.Select(m => m.Name))}. Default: all.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
    private readonly Option<string?> svg = new("--svg") { Description = "Draw the accuracy over the classes so far into this file.", HelpName = "FILE" };
    private readonly Option<int> threads = new("--threads") { Description = "Threads; results are the same with any number.", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON per method and number of shots." };

    /// <inheritdoc/>
    protected override Command Describe() => new("continual", """
        Learn half of the classes together, then the others one by one, with 1, 5 and all clips of each, and measure what is kept.

          eventsnn bench continual ../shared/data/dvs-sign/train --size 128x128 --folds 5
          eventsnn bench continual ../shared/data/nmnist/nmnist-train-00001-01000.zip --layout nmnist --folds 5 --cells 12
        """)
    {
        data, layout, size, orders, folds, cells, memory, step, still, methods, svg, threads, json,
    };

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var output = new CommandOutput(arguments.GetValue(json));
        int runs = arguments.GetValue(orders);
        int? folded = arguments.GetValue(folds);
        string? text = arguments.GetValue(size);
        SensorSize? sensor = text is null ? null : SensorSize.TryParse(text, out SensorSize told) ? told : throw UsageException.Option("--size", "WxH, as in 128x128", text);
        ClipDataSet set = DataSetLayouts.Open(arguments.GetValue(layout)!, arguments.GetRequiredValue(data), sensor);
        ClipStore store = ClipStore.Load(set, new ClipBinning((long)Math.Round(arguments.GetValue(step) * 1000), set.DownsampleTo(32)), null, cancellation);
        var options = new LatentOptions
        {
            Cells = arguments.GetValue(cells),
            MemoryMicroseconds = (long)Math.Round(arguments.GetValue(memory) * 1000),
            Motion = !arguments.GetValue(still),
        };
        LatentClip[] clips = LatentClips.Make(store, options, arguments.GetValue(threads), cancellation);
        int classes = set.ClassNames.Count;
        int half = ContinualProtocol.HalfOf(classes);
        output.Note($"{clips.Length} clips of {classes} classes, {half} first; latent vectors of {clips[0].Vectors[0].Length}.");
        output.Line($"{"method",-20}{"shots",6}{"base",8}{"final",8}{"A_T",8}{"joint",8}{"new",8}{"joint",8}{"old loss",10}{"joint",8}{"BWT",8}{"forget",8}{"preq",8}{"s/class",9}{"AUROC d",9}{"FPR95",8}{"AUROC l",9}{"FPR95",8}");
        var lines = new List<ChartLine>();
        foreach ((string name, Func<int, Func<IContinualReadout>> create, int passes) in Methods)
        {
            if (arguments.GetValue(methods) is { Length: > 0 } wanted && !wanted.Any(w => name.StartsWith(w, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            foreach (int? shots in new int?[] { 1, 5, null })
            {
                var all = new ContinualFigures[runs];
                Parallel.For(0, runs, new ParallelOptions { MaxDegreeOfParallelism = arguments.GetValue(threads), CancellationToken = cancellation }, r =>
                {
                    ClipSplit split = ClipSplit.Make(set, new SplitOptions { Folds = folded, Fold = folded is { } f ? r % f : 0 });
                    if (split.Test.Count == 0)
                    {
                        throw new TrainingException($"{set.Folder}: there is no test part; give --folds 5.");
                    }

                    var protocol = new ContinualProtocol { BaseClasses = half, Shots = shots, Seed = (ulong)r };
                    all[r] = ContinualRun.Run([.. split.Train.Select(i => clips[i])], [.. split.Test.Select(i => clips[i])], classes, protocol, create(clips[0].Vectors[0].Length), passes, cancellation);
                });
                Report(output, name, shots, all);
                if (shots is null)
                {
                    lines.Add(new ChartLine(name, [.. Enumerable.Range(0, all[0].Curve.Count).Select(i => ((double)(half + i), all.Average(a => a.Curve[i]) * 100))]));
                }
            }
        }

        if (arguments.GetValue(svg) is { } picture)
        {
            File.WriteAllText(picture, SvgChart.Draw($"{Path.GetFileName(Path.TrimEndingDirectorySeparator(set.Folder))}: classes learned one by one", "classes so far", "accuracy, %", lines, 100));
        }

        return Task.FromResult(ExitCode.Success);
    }

    private static void Report(CommandOutput output, string name, int? shots, ContinualFigures[] all)
    {
        string Percent(Func<ContinualFigures, double> of) => $"{100 * all.Average(of):F1}";
        if (output.Json)
        {
            CommandOutput.WriteJson(new { Method = name, Shots = shots, Runs = all });
            return;
        }

        output.Line(
            $"{name,-20}{(shots is { } n ? $"{n}" : "all"),6}{Percent(f => f.BaseAccuracy),8}{Percent(f => f.AllAccuracy),8}{Percent(f => f.FinalAccuracy),8}{Percent(f => f.JointAccuracy),8}"
            + $"{Percent(f => f.NewAccuracy),8}{Percent(f => f.NewJointAccuracy),8}{Percent(f => f.OldLoss),10}{Percent(f => f.OldJointLoss),8}{Percent(f => f.BackwardTransfer),8}{Percent(f => f.Forgetting),8}"
            + $"{Percent(f => f.Prequential),8}{all.Average(f => f.SecondsPerClass),9:F1}{all.Average(f => f.Unknown?.Auroc ?? double.NaN),9:F3}{all.Average(f => f.Unknown?.FalsePositiveRateAt95 ?? double.NaN),8:F3}"
            + $"{all.Average(f => f.Unsure?.Auroc ?? double.NaN),9:F3}{all.Average(f => f.Unsure?.FalsePositiveRateAt95 ?? double.NaN),8:F3}");
    }
}
