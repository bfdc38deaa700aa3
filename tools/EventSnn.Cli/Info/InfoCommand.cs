using System.CommandLine;
using EventSnn.Cli.Shell;
using EventSnn.Recordings.Summary;

namespace EventSnn.Cli.Info;

/// <summary><c>eventsnn info FILE</c>: what a recording holds, read through once.</summary>
public sealed class InfoCommand : CliCommand
{
    private readonly Argument<string> file = new("file") { Description = "A recording of any known format; .gz and .zst are looked through." };
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON." };
    private readonly ReadingOptions reading = new();

    /// <inheritdoc/>
    protected override Command Describe()
    {
        Command command = new("info", "Tell what a recording holds: format, sensor, counts, times, rates, hot pixels, faults, content digest.") { file, json };
        reading.AddTo(command);
        return command;
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        CommandOutput output = new(arguments.GetValue(json));
        string path = arguments.GetRequiredValue(file);
        RecordingSummary summary = RecordingSummary.Read(path, reading.Get(arguments), null, cancellation);
        if (output.Json)
        {
            CommandOutput.WriteJson(InfoReport.From(path, summary));
        }
        else
        {
            InfoText.Write(output, path, summary);
        }

        return Task.FromResult(ExitCode.Success);
    }
}
