using System.CommandLine;
using EventSnn.Cli.Live;
using EventSnn.Cli.Shell;
using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Events.Geometry;
using EventSnn.Live.Pipeline;
using EventSnn.Networks.Continual;
using EventSnn.Recordings;
using EventSnn.Recordings.DvsGesture;
using EventSnn.Recordings.Reading;
using EventSnn.Training.Pictures;

namespace EventSnn.Cli.Bench;

/// <summary><c>eventsnn bench onset</c>: how soon after a gesture begins the live pipeline names it, beside what the same learner could know by then.</summary>
public sealed class OnsetBenchCommand : CliCommand
{
    private readonly Argument<string> data = new("DATA") { Description = "A folder in the layout of DvsGesture." };
    private readonly Option<int> taught = new("--teach") { Description = "Recordings to teach from, the first of the training part.", DefaultValueFactory = _ => 12 };
    private readonly Option<int> asked = new("--asked") { Description = "Recordings to be asked about, the first of the test part.", DefaultValueFactory = _ => 6 };
    private readonly Option<double> memory = new("--memory") { Description = "Time constant of the latent vectors in milliseconds.", DefaultValueFactory = _ => new LiveOptions().MemoryMicroseconds / 1e3 };
    private readonly Option<bool> grid = new("--grid") { Description = "Counts and motion on a grid in place of spike counts, as a control." };
    private readonly Option<string?> svg = new("--svg") { Description = "Draw both curves into this file.", HelpName = "FILE" };
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON." };

    /// <inheritdoc/>
    protected override Command Describe() => new("onset", """
        Teach a live pipeline from labelled recordings, play others through it, and measure the time from the beginning of a gesture to the first right decision.
        Offline: the same learner on every gesture alone, after nothing.

          eventsnn simulate dvsgesture --out people
          eventsnn bench onset people --svg onset.svg
        """)
    {
        data, taught, asked, memory, grid, svg, json,
    };

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        OptionRange.Check("--teach", arguments.GetValue(taught), 1);
        OptionRange.Check("--asked", arguments.GetValue(asked), 1);
        OptionRange.Check("--memory", arguments.GetValue(memory), 1, 3_600_000);
        if (arguments.GetValue(svg) is { } target)
        {
            SaveTarget.CheckPicture(target, "--svg");
        }

        var output = new CommandOutput(arguments.GetValue(json));
        DvsGestureLayout layout = DvsGestureLayout.Open(arguments.GetRequiredValue(data));
        long tau = (long)Math.Round(arguments.GetValue(memory) * 1000);
        var options = new LiveOptions
        {
            MemoryMicroseconds = tau,
            Grid = arguments.GetValue(grid) ? new LatentOptions { MemoryMicroseconds = tau } : null,
        };
        using var pipeline = new LivePipeline(SensorSize.Dvs128, options);
        TaughtRecordings.Teach(pipeline, [.. layout.TrainTrials.Take(arguments.GetValue(taught))], options, output);
        var heard = new List<(long At, string? Name)>();
        using IDisposable listening = pipeline.Decisions.Subscribe(d => heard.Add((d.Timestamp, d.Name)));
        var offline = new List<(string Name, IReadOnlyList<string?> Said)>();
        var delays = new List<double>();
        var live = new List<(string Name, long Length, List<(long At, string? Name)> Said)>();
        foreach (string file in layout.TestTrials.Take(arguments.GetValue(asked)))
        {
            cancellation.ThrowIfCancellationRequested();
            offline.AddRange(TaughtRecordings.Read(file, options).Select(c => (c.Name, pipeline.Names(c.Steps))));
            heard.Clear();
            Play(file, pipeline);
            foreach ((string name, GestureLabel label) in TaughtRecordings.Labels(file))
            {
                List<(long At, string? Name)> own = [.. heard.Where(h => h.At > label.Start && h.At <= label.End).Select(h => (h.At - label.Start, h.Name))];
                live.Add((name, label.Duration, own));
                delays.Add(own.Exists(h => h.Name == name) ? own.First(h => h.Name == name).At / 1e3 : double.PositiveInfinity);
            }
        }

        if (delays.Count == 0)
        {
            throw new RecordingException(layout.Folder, null, "recordings in trials_to_train.txt and trials_to_test.txt", "none to ask about");
        }

        Report(output, options, offline, live, delays, arguments.GetValue(svg));
        return Task.FromResult(ExitCode.Success);
    }

    private static void Report(
        CommandOutput output, LiveOptions options, List<(string Name, IReadOnlyList<string?> Said)> offline, List<(string Name, long Length, List<(long At, string? Name)> Said)> live,
        List<double> delays, string? picture)
    {
        double stepMs = options.StepMicroseconds / 1e3;
        int steps = offline.Min(c => c.Said.Count);
        (double X, double Y)[] alone = [.. Enumerable.Range(0, steps).Select(k => ((k + 1) * stepMs, offline.Average(c => c.Said[k] == c.Name ? 100.0 : 0)))];
        double every = options.DecisionMicroseconds / 1e3;
        (double X, double Y)[] streaming = [.. Enumerable.Range(1, (int)(live.Min(l => l.Length) / 1e3 / every)).Select(k => (
            k * every, live.Average(l => l.Said.LastOrDefault(s => s.At <= k * every * 1e3).Name == l.Name ? 100.0 : 0)))];
        double final = alone[^Math.Min(steps, 20)..].Average(p => p.Y);
        double reached = alone.First(p => p.Y >= .9 * final).X;
        double[] ordered = [.. delays.Order()];
        double median = Median(ordered);
        double named = 100.0 * delays.Count(d => double.IsFinite(d)) / delays.Count;
        string? why = WhyNone(ordered);
        double right = 100.0 * live.Average(l => l.Said.Count == 0 ? 0 : l.Said.Count(s => s.Name == l.Name) / (double)l.Said.Count);
        if (output.Json)
        {
            CommandOutput.WriteJson(new
            {
                Gestures = delays.Count, OfflineFinal = final, OfflineReached90Ms = reached, FirstRightMedianMs = Finite(median), FirstRight90Ms = Finite(Ninetieth(ordered)),
                BehindMs = Finite(median - reached), NamedShare = named, RightShare = right, Note = why,
            });
        }
        else
        {
            output.Line($"{delays.Count} gestures. Offline accuracy {final:F1} % at the end; 90 % of that {reached:F0} ms after the gesture begins.");
            output.Line($"Live: first right decision after {Milliseconds(median)} (median; {Milliseconds(median - reached)} behind), {Milliseconds(Ninetieth(ordered))} (90 %); {named:F1} % of the gestures named at some moment, {right:F1} % of all decisions during gestures right.");
            if (why is not null)
            {
                output.Line(why);
            }
        }

        if (picture is not null)
        {
            File.WriteAllText(picture, SvgChart.Draw("Accuracy after a gesture begins", "milliseconds", "accuracy, %", [new ChartLine("offline, each gesture alone", alone), new ChartLine("live, streaming", streaming)], 100));
        }
    }

    /// <summary>Says why a delay is missing.</summary>
    /// <param name="ordered">The delays, ascending; infinite where a gesture was never named rightly.</param>
    /// <returns>Null where none is missing.</returns>
    internal static string? WhyNone(IReadOnlyList<double> ordered)
    {
        int never = ordered.Count(d => !double.IsFinite(d));
        string? missing = !double.IsFinite(Median(ordered)) ? "neither a median nor a time for 90 %" : !double.IsFinite(Ninetieth(ordered)) ? "no time for 90 %" : null;
        return missing is null ? null
            : $"\"-\": {never} of {ordered.Count} gestures were never named rightly, so that there is {missing}. Teach from more recordings (--teach), or ask about persons like those who taught.";
    }

    private static double Median(IReadOnlyList<double> ordered) => ordered[ordered.Count / 2];

    private static double Ninetieth(IReadOnlyList<double> ordered) => ordered[(int)(.9 * (ordered.Count - 1))];

    /// <summary>A gesture that was never named has no delay.</summary>
    private static string Milliseconds(double value) => double.IsFinite(value) ? $"{value:F0} ms" : "-";

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static void Play(string file, LivePipeline pipeline)
    {
        pipeline.UseSensor(SensorSize.Dvs128);
        using RecordingReader reader = Recording.Open(file);
        bool more = true;
        while (more)
        {
            using EventBatch batch = EventBatchPool.Shared.Rent();
            more = reader.Read(batch);
            pipeline.Push(batch);
        }
    }
}
