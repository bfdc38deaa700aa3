using System.CommandLine;
using EventSnn.Cli.Shell;
using EventSnn.Simulation.DataSets;

namespace EventSnn.Cli.Simulate;

/// <summary><c>eventsnn simulate recordings</c>: makes the folder <c>recordings</c> of the repository anew.</summary>
public sealed class SimulateRecordingsCommand : CliCommand
{
    private readonly Option<string> outOption = new("--out") { Description = "Folder to write to.", Required = true };
    private readonly Option<int> threadsOption = new("--threads") { Description = "Recordings made at the same time.", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<bool> jsonOption = new("--json") { Description = "One JSON object instead of text." };

    /// <inheritdoc/>
    protected override Command Describe() => new("recordings", "Make the recordings that come with EventSnn: three simulated persons, 11 gestures each.")
    {
        outOption, threadsOption, jsonOption,
    };

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        int threads = arguments.GetValue(threadsOption);
        if (threads < 1)
        {
            throw UsageException.Option("--threads", "1 or more", $"{threads}");
        }

        var set = new GestureDataSet(ShippedRecordings.Options, "eventsnn simulate recordings --out recordings");
        return GestureSetRun.RunAsync(set, arguments.GetValue(outOption)!, threads, new CommandOutput(arguments.GetValue(jsonOption)), cancellation);
    }
}
