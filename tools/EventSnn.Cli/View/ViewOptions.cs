using EventSnn.Cli.Shell;

namespace EventSnn.Cli.View;

/// <summary>What the user asked of <c>eventsnn view</c>, checked.</summary>
public sealed record ViewOptions
{
    private static readonly string[] Extensions = [".png", ".apng", ".svg"];

    /// <summary>The file to write; null for the terminal.</summary>
    public string? Target { get; init; }

    /// <summary><c>frame</c> or <c>surface</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Seconds behind the first event where the first picture begins, from 0.</summary>
    public double At { get; init; }

    /// <summary>Length of a picture in milliseconds, above 0; null for the default.</summary>
    public double? Window { get; init; }

    /// <summary>Time constant of a surface in milliseconds, above 0.</summary>
    public double Tau { get; init; }

    /// <summary>Pictures per second of an animation, 1 to 240.</summary>
    public int FramesPerSecond { get; init; }

    /// <summary>Picture pixels per sensor pixel, 1 to 32.</summary>
    public int Scale { get; init; }

    /// <summary>Whether time surfaces are painted, not counts.</summary>
    public bool IsSurface => Kind == "surface";

    /// <summary>Whether the target is an animation.</summary>
    public bool IsAnimated => Extension == ".apng";

    /// <summary>Whether the target is an SVG page.</summary>
    public bool IsSvg => Extension == ".svg";

    /// <summary>Length of a picture in microseconds; <see cref="long.MaxValue"/> for all there is.</summary>
    public long LengthMicroseconds => Window is { } ms ? (long)(ms * 1000) : IsAnimated ? 33_000 : long.MaxValue;

    private string? Extension => Target is null ? null : Path.GetExtension(Target).ToLowerInvariant();

    /// <summary>Checks every value.</summary>
    /// <exception cref="UsageException">A value cannot be used; names its option.</exception>
    /// <exception cref="IOException">The target's folder is missing or cannot be written to.</exception>
    public void Check()
    {
        Require(Kind is "frame" or "surface", "--kind", "frame or surface", Kind);
        Require(At is >= 0 and <= 1e9, "--at", "seconds from 0 on", $"{At}");
        Require(Window is null or (>= .001 and <= 1e12), "--window", "milliseconds above 0", $"{Window}");
        Require(Tau is > 0 and <= 1e12, "--tau", "milliseconds above 0", $"{Tau}");
        Require(FramesPerSecond is >= 1 and <= 240, "--fps", "1 to 240 pictures per second", $"{FramesPerSecond}");
        Require(Scale is >= 1 and <= 32, "--scale", "1 to 32", $"{Scale}");
        if (Target is not null)
        {
            Require(Extensions.Contains(Extension), "--out", "a file that ends in .png, .apng or .svg", Target);
            SaveTarget.CheckPicture(Target, "--out");
        }
    }

    private static void Require(bool condition, string option, string expected, string found)
    {
        if (!condition)
        {
            throw UsageException.Option(option, expected, found);
        }
    }
}
