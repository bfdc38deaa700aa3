using System.CommandLine;
using EventSnn.Cameras.Replay;
using EventSnn.Cli.Live;
using EventSnn.Cli.Shell;
using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Live.Pipeline;
using EventSnn.Networks;
using EventSnn.Networks.Compute.Simd;
using EventSnn.Networks.Definitions;
using EventSnn.Recordings;
using EventSnn.Recordings.DvsGesture;
using EventSnn.Streaming.Boundaries;
using EventSnn.Streaming.Operators;

namespace EventSnn.Cli.Bench;

/// <summary><c>eventsnn bench latency</c>: from the last event of a step received to the decision, with a network and a learner, in real time.</summary>
public sealed class LatencyBenchCommand : CliCommand
{
    private readonly Argument<string> file = new("FILE") { Description = "A recording with labels beside it (DvsGesture layout); it plays again and again at 1x." };
    private readonly Option<string> preset = new("--preset") { Description = $"A fresh network: {string.Join(", ", NetworkPresets.Names)}.", DefaultValueFactory = _ => "paper" };
    private readonly Option<double> dt = new("--dt") { Description = "Step length of the network in milliseconds.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> inputs = new("--inputs") { Description = "Rows and columns of the network's input.", DefaultValueFactory = _ => 32 };
    private readonly Option<double> seconds = new("--seconds") { Description = "Seconds with learning off, and as many with learning on.", DefaultValueFactory = _ => 20 };
    private readonly Option<int> threads = new("--threads") { Description = "Threads of the network; 0 for as many as there are cores." };
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON per part." };

    /// <inheritdoc/>
    protected override Command Describe() => new("latency", """
        Measure the time from the last event of a step received to the decision in a live pipeline at 1x, as a distribution, with learning off and on.
        Learning on: network and learner are taught every labelled gesture as it plays.
        """)
    {
        file, preset, dt, inputs, seconds, threads, json,
    };

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        OptionRange.Check("--dt", arguments.GetValue(dt), .001, 60_000);
        OptionRange.Check("--inputs", arguments.GetValue(inputs), 1, 128);
        OptionRange.Check("--seconds", arguments.GetValue(seconds), 1, 3600);
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
        NetworkDefinition definition = NetworkPresets.Create(name, new InputShape(2, side, side), classes, (long)Math.Round(arguments.GetValue(dt) * 1000));
        double length = arguments.GetValue(seconds);
        foreach (bool learn in (bool[])[false, true])
        {
            using SpikingNetwork network = SpikingNetwork.Create(definition, seed: 1, new SimdBackend(new SimdOptions { Threads = arguments.GetValue(threads) }));
            using var pipeline = new LivePipeline(SensorSize.Dvs128, new LiveOptions { RecordingBytes = 1 << 20 }, network);
            pipeline.Learn(learn);
            EventStream<Endless> stream = ReplayCamera.Stream(() => Recording.Open(path), SensorSize.Dvs128, 1)
                .AcrossThreads(new BoundaryOptions { Capacity = 256, Overflow = OverflowPolicy.DropOldest }, out ThreadBoundary boundary);
            string? shown = null;
            using (stream.Items.Subscribe(item =>
            {
                if (learn && item is EventBatch { Count: > 0 } batch && labels.FirstOrDefault(l => l.Label.Contains(batch.Timestamps[0])).Name is var now && now != shown)
                {
                    shown = now;
                    pipeline.Teach(now);
                }

                pipeline.Push(item);
            }))
            {
                await Task.Delay(TimeSpan.FromSeconds(length), cancellation);
            }

            PipelineStatus status = pipeline.Status();
            LatencyFigures f = status.Decided;
            if (output.Json)
            {
                CommandOutput.WriteJson(new { Learning = learn, Preset = name, status.EventSeconds, status.Events, boundary.Counters.Dropped, Latency = f });
            }
            else
            {
                output.Line($"learning {(learn ? "on " : "off")}: {f.Count} decisions in {status.EventSeconds:F1} s, {status.Events:N0} events, {boundary.Counters.Dropped:N0} dropped; median {f.P50:F2} ms, 90 % {f.P90:F2}, 99 % {f.P99:F2}, 99.9 % {f.P999:F2}, longest {f.Max:F1} ms.");
            }
        }

        return ExitCode.Success;
    }
}
