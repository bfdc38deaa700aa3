using System.CommandLine;
using System.Diagnostics;
using EventSnn.Cli.Shell;
using EventSnn.Events.Geometry;
using EventSnn.Recordings;
using EventSnn.Recordings.Writing;
using EventSnn.Simulation.Cameras;
using EventSnn.Simulation.Video;

namespace EventSnn.Cli.Simulate;

/// <summary><c>eventsnn simulate INPUT OUT</c>: an event camera for everyone who has a video, a webcam or pictures.</summary>
public sealed class SimulateCommand : CliCommand
{
    private readonly Argument<string?> inputArgument = new("INPUT")
    {
        Description = "A .y4m video, a folder of PNG or PGM pictures, or - for 8-bit grey frames (or y4m) on standard input.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string?> outArgument = new("OUT") { Description = "The recording to write; its extension names the format.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> sizeOption = new("--size") { Description = "Size of raw frames, WxH." };
    private readonly Option<double?> fpsOption = new("--fps") { Description = "Frames per second of raw frames and pictures (30 where not given), or instead of what a y4m says." };
    private readonly Option<string> cameraOption = new("--camera") { Description = $"Camera to imitate: {string.Join(", ", CameraModels.All.Select(c => c.Name))}.", DefaultValueFactory = _ => "dvs128" };
    private readonly Option<string> betweenOption = new("--between") { Description = "Between two frames: motion (things move) or fade (faster).", DefaultValueFactory = _ => "motion" };
    private readonly Option<int> samplesOption = new("--samples") { Description = "Pictures made per frame, 1 to 1000; more where things move fast.", DefaultValueFactory = _ => 20 };
    private readonly Option<ulong> seedOption = new("--seed") { Description = "Seed of the camera's noise.", DefaultValueFactory = _ => 1UL };
    private readonly Option<bool> jsonOption = new("--json") { Description = "One JSON object instead of text." };

    /// <inheritdoc/>
    protected override Command Describe() => new(
        "simulate",
        """
        Make event recordings with a simulated camera: from a video, or one of the scenes below.

        From any video, or from a webcam:
          ffmpeg -i VIDEO -vf scale=320:240 -f rawvideo -pix_fmt gray - | eventsnn simulate - OUT.aedat --size 320x240 --fps 30
        """)
    {
        inputArgument, outArgument, sizeOption, fpsOption, cameraOption, betweenOption, samplesOption, seedOption, jsonOption,
        new SimulateDvsGestureCommand().Build(),
        new SimulateDigitsCommand().Build(),
        new SimulateRecordingsCommand().Build(),
        new SimulateCompareCommand().Build(),
        new SimulateSpeedCommand().Build(),
    };

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        if (arguments.GetValue(inputArgument) is not { } input || arguments.GetValue(outArgument) is not { } target)
        {
            throw new UsageException("simulate: expected INPUT and OUT (eventsnn simulate VIDEO.y4m OUT.aedat), or one of dvsgesture, digits, recordings, compare, speed. See eventsnn simulate --help.");
        }

        var output = new CommandOutput(arguments.GetValue(jsonOption));
        string camera = arguments.GetValue(cameraOption)!;
        CameraModel model = CameraModels.Find(camera)
            ?? throw UsageException.Option("--camera", string.Join(", ", CameraModels.All.Select(c => c.Name)), camera);
        Interpolation interpolation = arguments.GetValue(betweenOption) switch
        {
            "motion" => Interpolation.Motion,
            "fade" => Interpolation.CrossFade,
            var other => throw UsageException.Option("--between", "motion or fade", other ?? string.Empty),
        };
        int samples = arguments.GetValue(samplesOption);
        if (samples is < 1 or > 1000)
        {
            throw UsageException.Option("--samples", "1 to 1000", $"{samples}");
        }

        using IFrameSource source = Open(input, arguments);
        using RecordingWriter writer = Recording.Create(target, new WriteOptions { Size = source.Size, Camera = $"EventSnn {model.Name}" });
        var clock = Stopwatch.StartNew();
        int frames = 0;
        CameraCounters counters = VideoFilm.Play(
            source, model, interpolation, samples, arguments.GetValue(seedOption), writer.Write,
            n =>
            {
                frames = n;
                if (output.CanDrawProgress && n % 10 == 0)
                {
                    Console.Error.Write($"\r{n} frames, {writer.Written:N0} events ");
                }
            },
            cancellation);
        if (output.CanDrawProgress)
        {
            Console.Error.WriteLine();
        }

        if (source.Fault is { } fault)
        {
            output.Warn(fault);
        }

        if (frames < 2)
        {
            throw new RecordingException(input, null, "two frames or more", frames == 0 ? "none" : "one", "Events come from change.");
        }

        writer.Complete();
        double seconds = (frames - 1) / source.FramesPerSecond;
        if (output.Json)
        {
            CommandOutput.WriteJson(new
            {
                Frames = frames, Width = source.Size.Width, Height = source.Size.Height, Seconds = seconds, Events = writer.Written, counters.Dropped,
                Elapsed = clock.Elapsed.TotalSeconds, source.Fault,
            });
        }
        else
        {
            output.Line($"{frames} frames of {source.Size}, {seconds:F2} s: {writer.Written:N0} events ({writer.Written / seconds:N0} per second), {counters.Dropped:N0} dropped by the bus; {clock.Elapsed.TotalSeconds:F1} s of work.");
        }

        return Task.FromResult(ExitCode.Success);
    }

    private IFrameSource Open(string input, ParseResult arguments)
    {
        double? fps = arguments.GetValue(fpsOption);
        if (fps is { } rate && !(rate > 0 && rate <= 1e6))
        {
            throw UsageException.Option("--fps", "above 0, at most 1000000", $"{rate}");
        }

        SensorSize? size = null;
        if (arguments.GetValue(sizeOption) is { } text)
        {
            size = SensorSize.TryParse(text, out SensorSize parsed) ? parsed : throw UsageException.Option("--size", "WxH, as in 320x240", text);
        }

        if (Directory.Exists(input))
        {
            return new PictureSequence(input, fps ?? 30);
        }

        bool pipe = input == "-";
        if (!pipe && !File.Exists(input))
        {
            throw new FileNotFoundException($"{input}: expected a video, a folder of pictures, or -, found no such file. Check the path.");
        }

        Stream stream = pipe ? Console.OpenStandardInput() : File.OpenRead(input);
        return size is { } frame
            ? new RawSource(stream, pipe ? "(standard input)" : input, frame, fps ?? 30)
            : fps is null ? new Y4mSource(stream, pipe ? "(standard input)" : input)
            : new TimedSource(new Y4mSource(stream, pipe ? "(standard input)" : input), fps.Value);
    }
}
