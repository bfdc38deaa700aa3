using System.CommandLine;
using EventSnn.Cli.Shell;

namespace EventSnn.Cli.Simulate;

/// <summary><c>eventsnn simulate …</c>: an event camera for everyone.</summary>
public sealed class SimulateCommand : CliCommand
{
    /// <inheritdoc/>
    protected override Command Describe() => new("simulate", "Make event recordings with a simulated camera.")
    {
        new SimulateDvsGestureCommand().Build(),
        new SimulateRecordingsCommand().Build(),
        new SimulateCompareCommand().Build(),
    };

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation) =>
        throw new UsageException("simulate: say what to simulate: dvsgesture or recordings. See eventsnn simulate --help.");
}
