using System.CommandLine;
using EventSnn.Cli.Shell;
using EventSnn.Recordings;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Summary;

namespace EventSnn.Cli.Info;

/// <summary><c>eventsnn info FILE...</c>: what recordings hold, read through once.</summary>
public sealed class InfoCommand : CliCommand
{
    private readonly Argument<string[]> files = new("FILE") { Description = "Recordings of any known format; .gz and .zst are looked through.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON per recording." };
    private readonly ReadingOptions reading = new();
    private readonly TimeRangeOptions range = new();

    /// <inheritdoc/>
    protected override Command Describe()
    {
        Command command = new("info", """
            Tell what a recording holds: format, sensor, counts, times, rates, hot pixels, faults, content digest.

              eventsnn info recordings/user01_led.aedat
              eventsnn info recordings/*.aedat --json
            """) { files, json };
        range.AddTo(command);
        reading.AddTo(command);
        return command;
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        CommandOutput output = new(arguments.GetValue(json));
        string[] paths = arguments.GetRequiredValue(files);
        ReadOptions options = range.Add(arguments, reading.Get(arguments));
        int code = ExitCode.Success;
        foreach (string path in paths)
        {
            if (path != paths[0])
            {
                output.Line();
            }

            try
            {
                Tell(output, path, options, cancellation);
            }
            catch (RecordingException e) when (paths.Length > 1)
            {
                // One bad file among many does not keep the others from being told.
                code = ErrorReport.Write(e);
            }
        }

        return Task.FromResult(code);
    }

    private static void Tell(CommandOutput output, string path, ReadOptions options, CancellationToken cancellation)
    {
        if (ReadingOptions.Contradiction(path, options) is { } told)
        {
            output.Warn($"{path} tells a sensor of {told}; it is read as one of {options.Size}, because --size says so");
        }

        RecordingSummary summary = RecordingSummary.Read(path, options, null, cancellation);
        TimeRangeOptions.Tell(output, path, summary.IndexUse, summary.IndexFault);
        if (output.Json)
        {
            CommandOutput.WriteJson(InfoReport.From(path, summary));
        }
        else
        {
            InfoText.Write(output, path, summary);
        }
    }
}
