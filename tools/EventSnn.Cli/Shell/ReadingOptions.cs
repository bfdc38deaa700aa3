using System.CommandLine;
using EventSnn.Events.Geometry;
using EventSnn.Recordings;
using EventSnn.Recordings.Reading;

namespace EventSnn.Cli.Shell;

/// <summary>The options that every command has that reads a recording.</summary>
public sealed class ReadingOptions
{
    private readonly Option<bool> strict = new("--strict") { Description = "Stop at the first fault of the file; without it, faults are warnings." };
    private readonly Option<string?> size = new("--size") { Description = "The sensor, as 128x128, where the file does not tell it.", HelpName = "WxH" };
    private readonly Option<string?> stream = new("--stream") { Description = "The event stream to read in a file with several (AEDAT 4): its number or name.", HelpName = "S" };
    private readonly Option<string?> format = new("--input-format")
    {
        Description = $"The format, where content and extension do not tell it: {string.Join(", ", Recording.FormatNames)}.", HelpName = "NAME",
    };

    private readonly Option<string?> chip = new("--chip")
    {
        Description = $"AEDAT 1 and 2: {string.Join(", ", Recording.ChipNames)}, where the header does not tell it.", HelpName = "CHIP",
    };

    private readonly Option<bool> ignoreValid = new("--ignore-valid") { Description = "AEDAT 3.1: deliver events whose valid bit is 0." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Add(strict);
        command.Add(size);
        command.Add(stream);
        command.Add(format);
        command.Add(chip);
        command.Add(ignoreValid);
    }

    /// <summary>Takes the options from a parsed command line.</summary>
    /// <param name="arguments">The parsed command line.</param>
    /// <returns>How to read.</returns>
    /// <exception cref="UsageException">A value is none of those that its option takes.</exception>
    public ReadOptions Get(ParseResult arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return new ReadOptions
        {
            Strict = arguments.GetValue(strict),
            Size = ParseSize(arguments.GetValue(size)),
            Stream = arguments.GetValue(stream),
            Format = Known("--input-format", arguments.GetValue(format), Recording.FormatNames),
            Chip = Known("--chip", arguments.GetValue(chip), Recording.ChipNames),
            IgnoreValidBit = arguments.GetValue(ignoreValid),
        };
    }

    /// <summary>Reads a sensor's size.</summary>
    /// <param name="text">As 128x128; null for none.</param>
    /// <returns>The size; null for none.</returns>
    /// <exception cref="UsageException">The text is no size.</exception>
    public static SensorSize? ParseSize(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return SensorSize.TryParse(text, out SensorSize parsed)
            ? parsed
            : throw UsageException.Option("--size", "width and height from 1 to 65536, as 128x128", text);
    }

    /// <summary>What a file tells of its sensor, where <c>--size</c> says something else.</summary>
    /// <param name="path">The recording.</param>
    /// <param name="options">How it is to be read.</param>
    /// <returns>The file's own size; null where it tells none, or the same.</returns>
    /// <exception cref="RecordingException">The recording cannot be read.</exception>
    public static SensorSize? Contradiction(string path, ReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        // A pipe can be read only once.
        if (options.Size is null || (File.Exists(path) && !IsPlain(path)))
        {
            return null;
        }

        using RecordingReader reader = Recording.Open(path, options with { Size = null });
        return reader.DeclaredSize is { } told && told != options.Size ? told : null;
    }

    /// <summary>Refuses a <c>--size</c> that contradicts the file: events outside would be dropped, and coordinates mean something else.</summary>
    /// <param name="path">The recording.</param>
    /// <param name="options">How it is to be read.</param>
    /// <exception cref="UsageException">The file tells another size.</exception>
    /// <exception cref="RecordingException">The recording cannot be read.</exception>
    public static void RefuseContradiction(string path, ReadOptions options)
    {
        if (Contradiction(path, options) is { } told)
        {
            throw new UsageException(
                $"Option --size: expected {told}, which {path} tells itself, found '{options.Size}'. "
                + "Leave --size away: it only fills in what a file does not tell. (eventsnn convert --crop X,Y,W,H cuts out a part.)");
        }
    }

    private static bool IsPlain(string path) => new FileInfo(path) is { Length: > 0 } file && !file.Attributes.HasFlag(FileAttributes.Device);

    private static string? Known(string option, string? given, IReadOnlyList<string> known)
    {
        if (given is null)
        {
            return null;
        }

        return known.FirstOrDefault(name => name.Equals(given, StringComparison.OrdinalIgnoreCase))
            ?? throw UsageException.Option(option, $"one of {string.Join(", ", known)}", given);
    }
}
