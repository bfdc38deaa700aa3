using System.CommandLine;
using System.Text;
using EventSnn.Cli.Shell;
using EventSnn.Events.Geometry;
using EventSnn.Recordings;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Sensors;

namespace EventSnn.Cli.View;

/// <summary><c>eventsnn view FILE</c>: a picture of a recording, in the terminal or as PNG, animated PNG or SVG.</summary>
public sealed class ViewCommand : CliCommand
{
    private const int MaximumFrames = 2000;
    private readonly Argument<string> file = new("FILE") { Description = "A recording of any known format." };
    private readonly Option<string?> target = new("--out", "-o") { Description = "A .png, .apng (animated) or .svg file; without it the terminal.", HelpName = "PICTURE" };
    private readonly Option<string> kind = new("--kind") { Description = "frame (events per pixel) or surface (age of each pixel's last event).", DefaultValueFactory = _ => "frame", HelpName = "KIND" };
    private readonly Option<double> at = new("--at") { Description = "Begin so many seconds behind the first event.", HelpName = "S" };
    private readonly Option<double?> window = new("--window") { Description = "Length in milliseconds: of the picture (default: to the end), or of each picture of an animation (default 33).", HelpName = "MS" };
    private readonly Option<double> tau = new("--tau") { Description = "Time constant of a surface in milliseconds.", DefaultValueFactory = _ => 30, HelpName = "MS" };
    private readonly Option<int> fps = new("--fps") { Description = "Pictures per second of an animation, 1 to 240.", DefaultValueFactory = _ => 30, HelpName = "N" };
    private readonly Option<int> scale = new("--scale") { Description = "Size of a sensor pixel in picture pixels, 1 to 32.", DefaultValueFactory = _ => 3, HelpName = "N" };
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON in place of text and heat map." };
    private readonly ReadingOptions reading = new();
    private readonly TimeRangeOptions range = new();

    /// <inheritdoc/>
    protected override Command Describe()
    {
        Command command = new("view", """
            Show a recording as a heat map in the terminal, or as a picture or animation in a file.

              eventsnn view recordings/user01_led.aedat
              eventsnn view recordings/user01_led.aedat -o wave.png --at 3 --window 200
              eventsnn view recordings/user01_led.aedat -o wave.svg --kind surface --at 3 --window 500
              eventsnn view recordings/user01_led.aedat -o film.apng --from 3 --to 5 --window 33 --fps 30
            """) { file, target, kind, at, window, tau, fps, scale, json };
        range.AddTo(command);
        reading.AddTo(command);
        return command;
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        CommandOutput output = new(arguments.GetValue(json));
        string path = arguments.GetRequiredValue(file);
        var options = new ViewOptions
        {
            Target = arguments.GetValue(target),
            Kind = arguments.GetRequiredValue(kind),
            At = arguments.GetValue(at),
            Window = arguments.GetValue(window),
            Tau = arguments.GetValue(tau),
            FramesPerSecond = arguments.GetValue(fps),
            Scale = arguments.GetValue(scale),
        };
        options.Check();
        if (options.Target is null)
        {
            arguments.RefuseWithoutEffect(scale, "the terminal shows what fits; for a picture add --out FILE");
            if (options.IsSurface)
            {
                arguments.RefuseWithoutEffect(kind, "the terminal shows counts; for a picture add --out FILE");
            }
        }

        if (!options.IsSurface)
        {
            arguments.RefuseWithoutEffect(tau, "only a time surface fades: add --kind surface");
        }

        if (!options.IsAnimated)
        {
            arguments.RefuseWithoutEffect(fps, "only an animation has pictures per second: write to a file that ends in .apng");
        }

        ReadOptions read = range.Add(arguments, reading.Get(arguments));
        if (read.From is not null && arguments.IsGiven(at))
        {
            throw new UsageException("Options --at and --from both say where to begin. Leave one of them away.");
        }

        ReadingOptions.RefuseContradiction(path, read);
        Show(output, path, read, options, cancellation);
        return Task.FromResult(ExitCode.Success);
    }

    private static void Show(CommandOutput output, string path, ReadOptions read, ViewOptions options, CancellationToken cancellation)
    {
        KnownSize size = KnownSize.Of(path, read with { From = null, To = null });
        if (size.Size is not { } sensor || (long)sensor.Width * sensor.Height > 64_000_000)
        {
            throw new UsageException($"{path}: nothing to show: {(size.Size is null ? "the recording holds no event" : $"a sensor of {size.Size} is too large for a picture")}.");
        }

        using RecordingReader reader = Recording.Open(path, read);
        FrameSequence frames = new(reader, sensor, (long)(options.At * 1e6), options.LengthMicroseconds, options.IsSurface ? options.Tau * 1000 : null);
        List<Picture> pictures = [];
        while (pictures.Count < (options.IsAnimated ? MaximumFrames : 1) && frames.Next(cancellation))
        {
            pictures.Add(options.Target is null ? new Picture(0, 0, []) : frames.Paint().Scale(options.Scale));
        }

        if (pictures.Count == 0)
        {
            throw read is { From: null, To: null }
                ? new UsageException($"Option --at: expected a time within {path}, found {options.At} s behind its first event, where there is no event.")
                : new UsageException($"Options --from, --to: expected a range of time in which {path} has events, found one without.");
        }

        foreach (RecordingWarning warning in reader.Warnings.Take(10))
        {
            output.Warn($"{path}, {warning}");
        }

        TimeRangeOptions.Tell(output, path, reader.IndexUse, reader.IndexFault);
        string title = $"{Path.GetFileName(path)}, {sensor}, {frames.Canvas.Events:N0} events from {(frames.Start / 1e6):0.######} s";
        (int Width, int Height)? written = options.Target is { } picture ? Write(picture, pictures, title, options) : null;
        if (output.Json)
        {
            CommandOutput.WriteJson(new
            {
                File = path, Sensor = sensor.ToString(), Out = options.Target, options.Kind, Pictures = options.Target is null ? 0 : pictures.Count,
                written?.Width, written?.Height, frames.Start, frames.Canvas.Events,
            });
        }
        else if (written is { } page)
        {
            output.Line($"{options.Target}: {pictures.Count} picture{(pictures.Count == 1 ? string.Empty : "s")} of {page.Width}x{page.Height}");
        }
        else
        {
            HeatMap.Draw(output.Human, frames.Canvas);
            output.Line(title);
        }
    }

    private static (int Width, int Height) Write(string target, List<Picture> pictures, string title, ViewOptions options)
    {
        Picture first = pictures[0];
        string legend = options.IsSurface ? $"time surface, tau {options.Tau} ms" : "brighter for more events";
        byte[] content = options.IsAnimated ? PngFile.EncodeAnimation(pictures, options.FramesPerSecond)
            : options.IsSvg ? Encoding.UTF8.GetBytes(SvgFile.Encode(first, title, legend))
            : PngFile.Encode(first);
        string partial = $"{target}.{Environment.ProcessId}.partial";
        File.WriteAllBytes(partial, content);
        File.Move(partial, target, overwrite: true);
        return options.IsSvg ? SvgFile.PageOf(first) : (first.Width, first.Height);
    }
}
