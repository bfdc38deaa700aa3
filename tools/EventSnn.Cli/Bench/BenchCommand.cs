using System.CommandLine;
using EventSnn.Cli.Shell;

namespace EventSnn.Cli.Bench;

/// <summary><c>eventsnn bench ...</c>: measurements on this machine.</summary>
public sealed class BenchCommand : CliCommand
{
    /// <inheritdoc/>
    protected override Command Describe()
    {
        Command command = new("bench", "Measure on this machine.");
        command.Add(new DecodeBenchCommand().Build());
        command.Add(new EngineBenchCommand().Build());
        command.Add(new MemoryBenchCommand().Build());
        command.Add(new LiveBenchCommand().Build());
        command.Add(new ContinualBenchCommand().Build());
        command.Add(new RulesBenchCommand().Build());
        command.Add(new SoakBenchCommand().Build());
        command.Add(new OnsetBenchCommand().Build());
        command.Add(new LatencyBenchCommand().Build());
        return command;
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation) =>
        throw new UsageException("Name what to measure: eventsnn bench decode, engine, memory, live, continual, rules, soak, onset or latency.");
}
