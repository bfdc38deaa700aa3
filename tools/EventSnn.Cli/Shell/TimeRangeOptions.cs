using System.CommandLine;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Seeking;

namespace EventSnn.Cli.Shell;

/// <summary>The options that select a range of time of a recording.</summary>
public sealed class TimeRangeOptions
{
    private readonly Option<double?> from = new("--from") { Description = "Only events from so many seconds behind the first event on.", HelpName = "S" };
    private readonly Option<double?> to = new("--to") { Description = "Only events up to so many seconds behind the first event.", HelpName = "S" };
    private readonly Option<string?> index = new("--index")
    {
        Description = $"Folder where indexes are kept, so that the next --from or --to of a file is found at once; off for none. Default: {TimeIndexFolder.Variable}, else the user's cache folder.",
        HelpName = "FOLDER",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Add(from);
        command.Add(to);
        command.Add(index);
    }

    /// <summary>Adds the range to how a recording is read.</summary>
    /// <param name="arguments">The parsed command line.</param>
    /// <param name="options">How it is read otherwise.</param>
    /// <returns>How to read.</returns>
    /// <exception cref="UsageException">A time is below 0, or the range is empty.</exception>
    public ReadOptions Add(ParseResult arguments, ReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(options);
        long? low = Microseconds("--from", arguments.GetValue(from));
        long? high = Microseconds("--to", arguments.GetValue(to));
        if (low is { } begin && high is { } end && end <= begin)
        {
            throw UsageException.Option("--to", $"a time behind --from {begin / 1e6}", $"{end / 1e6}");
        }

        string? folder = arguments.GetValue(index) is { } told
            ? told.Equals("off", StringComparison.OrdinalIgnoreCase) ? null : told
            : TimeIndexFolder.Default;
        return low is null && high is null ? options : options with { From = low, To = high, IndexFolder = folder };
    }

    /// <summary>Says how the range was found, where that is worth knowing.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="path">The recording.</param>
    /// <param name="use">How it was found.</param>
    /// <param name="fault">Why an index could not be kept.</param>
    public static void Tell(CommandOutput output, string path, TimeIndexUse use, string? fault)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (use == TimeIndexUse.Built)
        {
            output.Note($"{path} was read through once; an index is kept now, so that the next --from or --to finds its place at once (--index off: none)");
        }
        else if (use == TimeIndexUse.NotKept)
        {
            output.Note($"{path} was read through; no index could be kept for the next time: {fault}");
        }
    }

    private static long? Microseconds(string option, double? seconds) => seconds switch
    {
        null => null,
        >= 0 and <= 1e9 => (long)Math.Round(seconds.Value * 1e6),
        _ => throw UsageException.Option(option, "seconds from 0 on", $"{seconds}"),
    };
}
