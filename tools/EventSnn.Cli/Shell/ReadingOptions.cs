using System.CommandLine;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Reading;

namespace EventSnn.Cli.Shell;

/// <summary>The options that every command has that reads a recording.</summary>
public sealed class ReadingOptions
{
    private readonly Option<bool> strict = new("--strict") { Description = "Stop at the first fault of the file; without it, faults are warnings." };
    private readonly Option<string?> size = new("--size") { Description = "The sensor, as 128x128, where the file does not tell it." };
    private readonly Option<string?> stream = new("--stream") { Description = "The event stream to read in a file with several (AEDAT 4): its number or name." };
    private readonly Option<string?> format = new("--input-format") { Description = "The format, where content and extension do not tell it." };
    private readonly Option<string?> chip = new("--chip") { Description = "AEDAT 1 and 2: DVS128, DAVIS240, DAVIS346 or DVS640, where the header does not tell it." };
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
    /// <exception cref="UsageException">The size is none.</exception>
    public ReadOptions Get(ParseResult arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return new ReadOptions
        {
            Strict = arguments.GetValue(strict),
            Size = ParseSize(arguments.GetValue(size)),
            Stream = arguments.GetValue(stream),
            Format = arguments.GetValue(format),
            Chip = arguments.GetValue(chip),
            IgnoreValidBit = arguments.GetValue(ignoreValid),
        };
    }

    private static SensorSize? ParseSize(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return SensorSize.TryParse(text, out SensorSize parsed)
            ? parsed
            : throw UsageException.Option("--size", "width and height from 1 to 65536, as 128x128", text);
    }
}
