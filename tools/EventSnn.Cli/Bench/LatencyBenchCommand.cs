using System.CommandLine;
using EventSnn.Cli.Live;
using EventSnn.Cli.Shell;
using EventSnn.Events.Binning;
using EventSnn.Live.CatchUp;
using EventSnn.Live.Pipeline;
using EventSnn.Networks;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Learning;
using EventSnn.Recordings.DvsGesture;

namespace EventSnn.Cli.Bench;

/// <summary><c>eventsnn bench latency</c>: from the last event of a step received to the decision, with a network and a learner, in real time.</summary>
public sealed class LatencyBenchCommand : CliCommand
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private readonly Argument<string> file = new("FILE") { Description = "A recording with labels beside it (DvsGesture layout); it plays again and again at 1x." };
    private readonly Option<string> preset = new("--preset") { Description = $"A fresh network: {string.Join(", ", NetworkPresets.Names)}.", DefaultValueFactory = _ => "paper" };
    private readonly Option<double> dt = new("--dt") { Description = "Step length of the network in milliseconds.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> inputs = new("--inputs") { Description = "Rows and columns of the network's input.", DefaultValueFactory = _ => 32 };
    private readonly Option<double?> spikeRate = new("--spike-rate")
    {
        Description = "Bring every layer to this share of spiking outputs before the measurement, in percent (thresholds move, on the recording's own gestures); what fresh weights give unless given.",
        HelpName = "PERCENT",
    };

    private readonly Option<string?> updatePolicy = UpdatePolicyOption.Create();
    private readonly CatchUpOption catchUp = new();
    private readonly Option<double> seconds = new("--seconds") { Description = "Seconds with learning off, and as many with learning on.", DefaultValueFactory = _ => 20 };
    private readonly Option<int> threads = new("--threads") { Description = "Threads of the network; 0 for as many as there are cores." };
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON per part." };

    /// <inheritdoc/>
    protected override Command Describe() => new("latency", """
        Measure the time from the last event of a step received to the decision in a live pipeline at 1x, as a distribution, with learning off and on.
        Learning on: network and learner are taught every labelled gesture as it plays. Where the machine cannot follow, time is skipped and counted.

        The network of the paper at its own step, every layer at 4 %:
          eventsnn bench latency recordings/user02_led.aedat --spike-rate 4
        The same, learning only from errors that are worth it:
          eventsnn bench latency recordings/user02_led.aedat --spike-rate 4 --update-policy rate:0.045
        """)
    {
        file, preset, dt, inputs, spikeRate, updatePolicy, catchUp.Policy, catchUp.MostLag, seconds, threads, json,
    };

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        OptionRange.Check("--dt", arguments.GetValue(dt), .001, 60_000);
        OptionRange.Check("--inputs", arguments.GetValue(inputs), 1, 128);
        OptionRange.Check("--seconds", arguments.GetValue(seconds), 1, 3600);
        OptionRange.Check("--spike-rate", arguments.GetValue(spikeRate) ?? 1, .01, 50);
        CatchUpOptions behind = catchUp.Read(arguments, CatchUpPolicy.Spare);
        UpdatePolicy? policy = UpdatePolicyOption.Parse(arguments.GetValue(updatePolicy));
        var output = new CommandOutput(arguments.GetValue(json));
        string path = arguments.GetRequiredValue(file);
        IReadOnlyList<(string Name, GestureLabel Label)> labels = TaughtRecordings.Labels(path);
        string name = arguments.GetValue(preset)!;
        if (!NetworkPresets.Names.Contains(name))
        {
            throw UsageException.Option("--preset", string.Join(", ", NetworkPresets.Names), name);
        }

        int side = arguments.GetValue(inputs);
        string[] classes = [.. labels.Select(l => l.Name).Distinct()];
        var run = new LatencyRun
        {
            File = path,
            Labels = labels,
            Definition = NetworkPresets.Create(name, new InputShape(2, side, side), classes, (long)Math.Round(arguments.GetValue(dt) * 1000)),
            SpikeRate = arguments.GetValue(spikeRate) / 100,
            UpdatePolicy = policy,
            CatchUp = behind,
            Threads = arguments.GetValue(threads),
        };
        var length = TimeSpan.FromSeconds(arguments.GetValue(seconds));
        output.Note($"{WarmUp.TotalSeconds:F0} s before, which do not count: code that is called for the first time is compiled then.");
        await run.MeasureAsync(learn: true, WarmUp, cancellation);
        foreach (bool learn in (bool[])[false, true])
        {
            LatencyResult result = await run.MeasureAsync(learn, length, cancellation);
            if (output.Json)
            {
                CommandOutput.WriteJson(new
                {
                    Learning = learn, Preset = name, run.CatchUp.Policy, result.Status.EventSeconds, result.Status.Events, result.Dropped, result.Status.SkippedShare,
                    result.Status.SkippedEvents, result.Status.Model, result.SpikeRates, result.LayerUpdates, Latency = result.Status.Decided,
                });
            }
            else
            {
                Tell(output, learn, result);
            }
        }

        return ExitCode.Success;
    }

    private static void Tell(CommandOutput output, bool learn, LatencyResult result)
    {
        PipelineStatus status = result.Status;
        LatencyFigures f = status.Decided;
        output.Line($"learning {(learn ? "on " : "off")}: {f.Count} decisions in {status.EventSeconds:F1} s, {status.Events:N0} events, {result.Dropped:N0} dropped; median {f.P50:F2} ms, 90 % {f.P90:F2}, 99 % {f.P99:F2}, 99.9 % {f.P999:F2}, longest {f.Max:F1} ms.");
        if (status.Model is { } m)
        {
            output.Line($"  {m.Steps:N0} steps taken, {m.SkippedSteps:N0} skipped ({status.SkippedShare:P1} of the time); {m.LearnedSteps:N0} labelled steps learned from, {m.SparedSteps:N0} not for want of time"
                + $"{(result.LayerUpdates > 0 ? $", {result.LayerUpdates:N0} layer updates" : "")}. Spiking outputs per layer {string.Join(" ", result.SpikeRates.Select(r => $"{100 * r:F1}"))} %.");
        }
    }
}
