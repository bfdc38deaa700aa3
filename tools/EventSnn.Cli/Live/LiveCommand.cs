using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using EventSnn.Cameras.Contract;
using EventSnn.Cameras.Protocols;
using EventSnn.Cameras.Replay;
using EventSnn.Cli.Replay;
using EventSnn.Cli.Shell;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Live.CatchUp;
using EventSnn.Live.Host;
using EventSnn.Live.Pipeline;
using EventSnn.Live.Session;
using EventSnn.Live.Video;
using EventSnn.Networks;
using EventSnn.Networks.Compute.Simd;
using EventSnn.Recordings;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Sensors;
using EventSnn.Simulation.Video;
using EventSnn.Streaming.Boundaries;
using EventSnn.Streaming.Operators;

namespace EventSnn.Cli.Live;

/// <summary><c>eventsnn live</c>: a camera, a page, and a person who teaches.</summary>
public sealed class LiveCommand : CliCommand
{
    private const string FfmpegScheme = "ffmpeg:";

    private readonly Argument<string?> source = new("SOURCE")
    {
        Description = "A camera's address (usb:davis346, caer-tcp://HOST:PORT, ...), a recording or a .y4m video that plays again and again, - for y4m on standard input, ffmpeg:INPUT, or nothing for the browser's webcam.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> model = new("--model") { Description = "A model that eventsnn train or replay has saved.", HelpName = "M" };
    private readonly Option<string[]> teach = new("--teach")
    {
        Description = "Labelled recordings to teach from before the page opens (DvsGesture layout: FILE and FILE's _labels.csv).",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
        HelpName = "FILE",
    };

    private readonly Option<string> listen = new("--listen")
    {
        Description = "Where the page listens. An address that others can reach needs a token.",
        DefaultValueFactory = _ => "127.0.0.1:8585",
        HelpName = "HOST:PORT",
    };

    private readonly Option<string?> token = new("--token") { Description = "What a visitor's address must carry; drawn at random where the page can be reached by others.", HelpName = "TEXT" };
    private readonly Option<string?> size = new("--size") { Description = "The sensor, where the source does not tell it.", HelpName = "WxH" };
    private readonly Option<string> speed = new("--speed") { Description = "Of a recording: 1x, a factor like 0.5x, or max.", DefaultValueFactory = _ => "1x", HelpName = "S" };
    private readonly Option<string?> updatePolicy = UpdatePolicyOption.Create();
    private readonly CatchUpOption catchUp = new();
    private readonly Option<double?> seconds = new("--seconds") { Description = "End after so many seconds.", HelpName = "S" };
    private readonly Option<int> threads = new("--threads") { Description = "Threads of the model; 0 for as many as there are cores.", HelpName = "N" };
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON per second and one at the end, with the distribution of latencies." };

    /// <inheritdoc/>
    protected override Command Describe() => new("live", """
        Recognise gestures of a live camera on a web page, and teach new ones by showing them.

        The browser's webcam as an event camera:
          eventsnn live
        A recording as if it were live, after learning from another one:
          eventsnn live recordings/user02_led.aedat --teach recordings/user01_led.aedat
        A camera on USB, or on the network:
          eventsnn live usb:davis346
          eventsnn live caer-tcp://192.168.1.7:7777
        Any video as an event camera, also through ffmpeg (what follows the colon is its -i):
          eventsnn live video.y4m
          eventsnn live ffmpeg:/dev/video0
        """)
    {
        source, model, teach, listen, token, size, speed, updatePolicy, catchUp.Policy, catchUp.MostLag, seconds, threads, json,
    };

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var output = new CommandOutput(arguments.GetValue(json));
        LiveHostOptions where = Where(arguments.GetValue(listen)!, arguments.GetValue(token));
        string? text = arguments.GetValue(size);
        SensorSize? sensor = text is null ? null : SensorSize.TryParse(text, out SensorSize told) ? told : throw UsageException.Option("--size", "WxH, as in 128x128", text);
        using SpikingNetwork? network = arguments.GetValue(model) is { } file
            ? SpikingNetwork.Load(file, new SimdBackend(new SimdOptions { Threads = arguments.GetValue(threads) })) : null;
        double? factor = ReplaySpeed.Parse(arguments.GetValue(speed)!).Factor;
        (EventStream<Endless>? stream, string name, Func<CameraCounters>? counters) = Open(arguments.GetValue(source), sensor, factor);
        var options = new LiveOptions { CatchUp = catchUp.Read(arguments, factor is null ? CatchUpPolicy.Wait : CatchUpPolicy.Spare) };
        if (UpdatePolicyOption.Parse(arguments.GetValue(updatePolicy)) is { } policy)
        {
            (network ?? throw new UsageException("Option --update-policy says how a model learns: add --model M.")).UpdatePolicy = policy;
        }

        var pipeline = new LivePipeline(stream?.Size ?? SensorSize.Dvs128, options, network);
        TaughtRecordings.Teach(pipeline, arguments.GetValue(teach) ?? [], options, output);
        await using var session = new LiveSession(pipeline, stream, name, counters);
        using IDisposable notes = session.Notices.Subscribe(notice => output.Note(notice.ToString()));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Exception? fault = null;
        session.Start(e =>
        {
            fault = e;
            if (e is not null)
            {
                ending.Cancel();
            }
        });
        await using LiveHost host = await HostAsync(session, where);
        output.Note($"Source: {name}. Open {host.Address} in a browser. Ctrl-C ends.");
        if (network is null && pipeline.Status().Classes.Count == 0)
        {
            output.Note("There is nothing to recognise yet. On the page, type a name and hold T while the gesture is shown; or start with --teach FILE (a labelled recording) or --model M.");
        }

        if (output.Json)
        {
            CommandOutput.WriteJson(new { Type = "page", Address = host.Address.ToString() });
        }

        if (arguments.GetValue(seconds) is { } limit)
        {
            ending.CancelAfter(TimeSpan.FromSeconds(Math.Clamp(limit, .1, 1e6)));
        }

        await WatchAsync(session, output, ending.Token);
        if (fault is not null)
        {
            throw new AggregateException(fault);
        }

        Summarise(session, output);
        return ExitCode.Success;
    }

    private static async Task<LiveHost> HostAsync(LiveSession session, LiveHostOptions where)
    {
        try
        {
            return await LiveHost.StartAsync(session, where);
        }
        catch (IOException e)
        {
            throw new UsageException($"The page cannot listen on {where.Endpoint}: {e.Message} Name another place with --listen HOST:PORT.");
        }
    }

    private static LiveHostOptions Where(string text, string? asked)
    {
        if (!IPEndPoint.TryParse(text.Replace("localhost", "127.0.0.1", StringComparison.OrdinalIgnoreCase), out IPEndPoint? endpoint))
        {
            throw UsageException.Option("--listen", "an address and port as 127.0.0.1:8585 or 0.0.0.0:8585", text);
        }

        string? needed = IPAddress.IsLoopback(endpoint.Address) ? null : System.Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        return new LiveHostOptions { Endpoint = endpoint, Token = asked ?? needed };
    }

    private static (EventStream<Endless>? Stream, string Name, Func<CameraCounters>? Counters) Open(string? text, SensorSize? sensor, double? factor)
    {
        if (text is null)
        {
            return (null, "webcam", null);
        }

        // A word and a colon are meant as an address, where no such file is there: then the address says which there are.
        if (CameraAddress.IsOne(text) || (text.IndexOf(':') > 1 && !text.StartsWith(FfmpegScheme, StringComparison.OrdinalIgnoreCase) && !File.Exists(text)))
        {
            var camera = new LiveCamera(CameraAddress.Parse(text, sensor).CreateSource());
            return (camera.Events, text, () => camera.Counters);
        }

        if (text == "-" || text.StartsWith(FfmpegScheme, StringComparison.OrdinalIgnoreCase) || text.EndsWith(".y4m", StringComparison.OrdinalIgnoreCase))
        {
            return OpenVideo(text, factor);
        }

        var reading = new ReadOptions { Size = sensor };
        SensorSize known = KnownSize.Of(text, reading).Size ?? throw new RecordingException(text, null, "at least one event", "none", "Play another recording.");
        return Bounded(ReplayCamera.Stream(() => Recording.Open(text, reading), known, factor), Path.GetFileName(text), factor);
    }

    private static (EventStream<Endless>? Stream, string Name, Func<CameraCounters>? Counters) OpenVideo(string text, double? factor)
    {
        if (text == "-")
        {
            return Bounded(VideoCamera.Stream(new Y4mSource(Console.OpenStandardInput(), "(standard input)"), again: null, factor), "video on standard input", factor);
        }

        if (text.StartsWith(FfmpegScheme, StringComparison.OrdinalIgnoreCase))
        {
            return Bounded(VideoCamera.Stream(FfmpegVideo.Open(text[FfmpegScheme.Length..]), again: null, factor), text, factor);
        }

        Y4mSource Open() => new(File.OpenRead(text), text);
        return Bounded(VideoCamera.Stream(Open(), Open, factor), Path.GetFileName(text), factor);
    }

    private static (EventStream<Endless>? Stream, string Name, Func<CameraCounters>? Counters) Bounded(EventStream<Endless> stream, string name, double? factor)
    {
        EventStream<Endless> bounded = stream.AcrossThreads(new BoundaryOptions { Capacity = 256, Overflow = factor is null ? OverflowPolicy.Wait : OverflowPolicy.DropOldest }, out ThreadBoundary boundary);
        return (bounded, name, () => new CameraCounters(new LinkCounters(boundary.Counters.In), boundary.Counters, 1, 0, 0));
    }

    private static async Task WatchAsync(LiveSession session, CommandOutput output, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), stop);
                if (output.Json)
                {
                    CommandOutput.WriteJson(session.Status());
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C, --seconds, or the source has failed.
        }
    }

    private static void Summarise(LiveSession session, CommandOutput output)
    {
        PipelineStatus p = session.Pipeline.Status();
        if (output.Json)
        {
            CommandOutput.WriteJson(new { Type = "end", p.Events, p.Binned, p.Late, p.OutOfRange, p.PassedOver, p.SkippedEvents, p.SkippedSeconds, p.SkippedShare, p.Model, p.EventSeconds, p.Decided, p.Sent, p.RecordedEvents });
            return;
        }

        output.Line($"{p.Events:N0} events, {p.EventSeconds:F1} s of event time; {p.Late} late, {p.OutOfRange} outside the sensor, {p.PassedOver} while paused.");
        if (p.SkippedShare > 0 || p.Model is { SparedSteps: > 0 })
        {
            string learning = p.Model is { SparedSteps: > 0 and var spared } ? $" and {Counted.Of(spared, "labelled step")} not learned from" : string.Empty;
            string advice = p.SkippedShare < .01 && learning.Length == 0 ? string.Empty
                : $" Longer steps{(p.Model is null ? string.Empty : ", a smaller model")}{(learning.Length == 0 ? string.Empty : " or --update-policy rate:0.05")} cost less.";
            output.Line($"To stay with what happens now, {p.SkippedShare:P1} of the time was skipped{learning}.{advice}");
        }

        output.Line(p.Decided.Count == 0 ? "No decision was made, so that there is no latency to tell." : $"From the last event received to the decision: median {p.Decided.P50:F1} ms, 99 % {p.Decided.P99:F1} ms, longest {p.Decided.Max:F1} ms, {p.Decided.Count} decisions.");
    }
}
