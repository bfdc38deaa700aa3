using System.CommandLine;
using EventSnn.Cli.Shell;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Sensors;

namespace EventSnn.Cli.View;

/// <summary><c>eventsnn view FILE</c>: a picture of a recording, in the terminal or as PNG, animated PNG or SVG.</summary>
public sealed class ViewCommand : CliCommand
{
    private const int MaximumFrames = 2000;
    private readonly Argument<string> file = new("file") { Description = "A recording of any known format." };
    private readonly Option<string?> target = new("--out", "-o") { Description = "A .png, .apng (animated) or .svg file; without it the terminal." };
    private readonly Option<string> kind = new("--kind") { Description = "frame (events per pixel) or surface (age of each pixel's last event).", DefaultValueFactory = _ => "frame" };
    private readonly Option<double> at = new("--at") { Description = "Begin so many seconds behind the first event." };
    private readonly Option<double?> window = new("--window") { Description = "Length in milliseconds: of the picture (default: to the end), or of each picture of an animation (default 33)." };
    private readonly Option<double> tau = new("--tau") { Description = "Time constant of a surface in milliseconds.", DefaultValueFactory = _ => 30 };
    private readonly Option<int> fps = new("--fps") { Description = "Pictures per second of an animation.", DefaultValueFactory = _ => 30 };
    private readonly Option<int> scale = new("--scale") { Description = "Size of a sensor pixel in picture pixels.", DefaultValueFactory = _ => 3 };
    private readonly ReadingOptions reading = new();

    /// <inheritdoc/>
    protected override Command Describe()
    {
        Command command = new("view", "Show a recording as a heat map in the terminal, or as a picture or animation in a file.") { file, target, kind, at, window, tau, fps, scale };
        reading.AddTo(command);
        return command;
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        CommandOutput output = new(json: false);
        string path = arguments.GetRequiredValue(file);
        ReadOptions options = reading.Get(arguments);
        KnownSize size = KnownSize.Of(path, options);
        if (size.Size is not { } sensor || (long)sensor.Width * sensor.Height > 64_000_000)
        {
            throw new UsageException($"{path}: nothing to show: {(size.Size is null ? "the recording holds no event" : $"a sensor of {size.Size} is too large for a picture")}.");
        }

        string? picture = arguments.GetValue(target);
        bool animated = picture?.EndsWith(".apng", StringComparison.OrdinalIgnoreCase) == true;
        bool surface = arguments.GetRequiredValue(kind) switch { "frame" => false, "surface" => true, var other => throw UsageException.Option("--kind", "frame or surface", other) };
        double seconds = arguments.GetValue(at);
        long length = arguments.GetValue(window) is { } ms ? (long)(ms * 1000) : animated ? 33_000 : long.MaxValue;
        int factor = Math.Clamp(arguments.GetValue(scale), 1, 32);
        if (length <= 0 || (picture is not null && !animated && Path.GetExtension(picture).ToLowerInvariant() is not (".png" or ".svg")))
        {
            throw new UsageException("A picture needs a window above 0 and a file that ends in .png, .apng or .svg.");
        }

        using RecordingReader reader = Recording.Open(path, options);
        FrameSequence frames = new(reader, sensor, (long)(seconds * 1e6), length, surface ? arguments.GetValue(tau) * 1000 : null);
        List<Picture> pictures = [];
        while (frames.Next(cancellation) && pictures.Count < (animated ? MaximumFrames : 1))
        {
            pictures.Add(picture is null ? new Picture(0, 0, []) : frames.Paint().Scale(factor));
            if (!animated)
            {
                break;
            }
        }

        if (pictures.Count == 0)
        {
            throw new UsageException($"{path}: no event from {seconds} s behind the first one on.");
        }

        string title = $"{Path.GetFileName(path)}, {sensor}, {frames.Canvas.Events:N0} events from {(frames.Start / 1e6):0.######} s";
        if (picture is null)
        {
            HeatMap.Draw(output.Human, frames.Canvas);
            output.Line(title);
            return Task.FromResult(ExitCode.Success);
        }

        byte[] content = animated ? PngFile.EncodeAnimation(pictures, Math.Clamp(arguments.GetValue(fps), 1, 240))
            : picture.EndsWith(".svg", StringComparison.OrdinalIgnoreCase)
                ? System.Text.Encoding.UTF8.GetBytes(SvgFile.Encode(pictures[0], title, surface ? $"time surface, tau {arguments.GetValue(tau)} ms" : "brighter for more events"))
                : PngFile.Encode(pictures[0]);
        string partial = $"{picture}.{Environment.ProcessId}.partial";
        File.WriteAllBytes(partial, content);
        File.Move(partial, picture, overwrite: true);
        output.Line($"{picture}: {pictures.Count} picture{(pictures.Count == 1 ? string.Empty : "s")} of {pictures[0].Width}x{pictures[0].Height}");
        return Task.FromResult(ExitCode.Success);
    }
}
