using System.CommandLine;
using System.Diagnostics;
using System.Reactive.Linq;
using EventSnn.Cameras.Contract;
using EventSnn.Cli.Shell;
using EventSnn.Live.CatchUp;
using EventSnn.Live.Pipeline;
using EventSnn.Streaming.Boundaries;

namespace EventSnn.Cli.Bench;

/// <summary><c>eventsnn bench soak</c>: hours of a live pipeline with a camera that misbehaves; memory must stay flat, counters must balance.</summary>
public sealed class SoakBenchCommand : CliCommand
{
    private const int Samples = 12;
    private const double SecondsPerAct = 2; // of event time
    private readonly Option<double> hours = new("--hours") { Description = "Hours of event time.", DefaultValueFactory = _ => 1 };
    private readonly Option<ulong> seed = new("--seed") { Description = "Which faults come when.", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON." };

    /// <inheritdoc/>
    protected override Command Describe() => new("soak", "Run a live pipeline for hours of event time with drops, clock resets and reconnections injected, and check that every event is accounted for.")
    {
        hours, seed, json,
    };

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var output = new CommandOutput(arguments.GetValue(json));
        OptionRange.Check("--hours", arguments.GetValue(hours), .001, 1000);
        double seconds = arguments.GetValue(hours) * 3600;
        LiveCamera? camera = null;
        using var pipeline = new LivePipeline(Events.Geometry.SensorSize.Dvs128, new LiveOptions
        {
            RecordingBytes = 8 << 20,
            CatchUp = new CatchUpOptions { Policy = CatchUpPolicy.Wait }, // the source is faster than any clock: nothing would be left to soak in
        });
        var source = new FaultySource(seconds, arguments.GetValue(seed), () =>
        {
            while (camera!.Counters.Queue.Pending > 20_000 && !cancellation.IsCancellationRequested)
            {
                Thread.Sleep(1);
            }
        });
        var options = new CameraOptions
        {
            Queue = new BoundaryOptions { Capacity = 64, Overflow = OverflowPolicy.DropOldest },
            FirstRetry = TimeSpan.FromMilliseconds(1),
            LongestRetry = TimeSpan.FromMilliseconds(4),
        };
        camera = new LiveCamera(source, options);
        long began = Stopwatch.GetTimestamp();
        var memory = new List<double>();
        Task playing = camera.Events.Items.ForEachAsync(pipeline.Push, cancellation);
        int acted = 0;
        while (!playing.IsCompleted)
        {
            await Task.WhenAny(playing, Task.Delay(10, cancellation));
            cancellation.ThrowIfCancellationRequested();
            for (; acted < source.Played / SecondsPerAct; acted++)
            {
                Teach(pipeline, acted);
            }

            if (source.Played > seconds * (memory.Count + 1) / Samples)
            {
                memory.Add(GC.GetTotalMemory(forceFullCollection: true) / 1048576.0);
            }
        }

        await playing;
        return Report(output, camera.Counters, source, pipeline.Status(), memory, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>A person shows something every forty seconds, and takes half of it back.</summary>
    private static void Teach(LivePipeline pipeline, int k)
    {
        switch (k % 20)
        {
            case 5:
                pipeline.Teach($"gesture {k / 20 % 4}");
                break;
            case 8:
                pipeline.Teach(null);
                break;
            case 12 when k % 40 == 12:
                pipeline.Undo();
                break;
            default:
                break;
        }
    }

    private static int Report(CommandOutput output, CameraCounters c, FaultySource source, PipelineStatus p, List<double> memory, TimeSpan elapsed)
    {
        bool balanced = source.Sent == c.Arrived.Events && c.Arrived.Events == c.Queue.In && c.Queue.In == c.Queue.Out + c.Queue.Dropped && c.Queue.Out == p.Events
            && p.Events == p.Binned + p.Late + p.OutOfRange + p.PassedOver + p.SkippedEvents && c.TimestampResets >= source.Resets;
        double growth = memory.Count > 2 ? memory[^1] - memory[memory.Count / 2] : 0; // before, undo's snapshots gather until it holds all it may
        if (output.Json)
        {
            CommandOutput.WriteJson(new
            {
                EventHours = source.Played / 3600, Seconds = elapsed.TotalSeconds, source.Sent, Received = c.Queue.In, c.Queue.Dropped, p.Binned, p.Late, p.SkippedEvents, p.SkippedShare, source.Breaks, source.Refusals, source.Resets,
                ResetsShown = c.TimestampResets, c.Connections, Balanced = balanced, p.UndoDepth, ManagedMegabytes = memory, GrowthMegabytes = growth, p.Decided,
            });
        }
        else
        {
            output.Line($"{source.Played / 3600:F2} h of event time in {elapsed.TotalSeconds:F0} s; {source.Breaks} breaks, {source.Refusals} refusals, {source.Resets} clock resets, {c.Connections} connections.");
            output.Line($"{source.Sent:N0} events sent, {c.Queue.In:N0} received, {c.Queue.Dropped:N0} dropped, {p.Binned:N0} binned, {p.Late:N0} late, {p.SkippedEvents:N0} skipped: {(balanced ? "balanced" : "NOT BALANCED")}.");
            output.Line($"Managed memory in MB after a full collection, twelve times in equal distances: {string.Join(" ", memory.Select(m => $"{m:F1}"))}; growth over the second half {growth:F1}. Undo holds {p.UndoDepth} showings.");
        }

        return balanced ? ExitCode.Success : ExitCode.InternalError;
    }
}
