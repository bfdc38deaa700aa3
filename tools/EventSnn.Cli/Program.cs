using System.CommandLine;
using EventSnn.Cli.Bench;
using EventSnn.Cli.Convert;
using EventSnn.Cli.Evaluate;
using EventSnn.Cli.Info;
using EventSnn.Cli.Live;
using EventSnn.Cli.Replay;
using EventSnn.Cli.Serve;
using EventSnn.Cli.Shell;
using EventSnn.Cli.Simulate;
using EventSnn.Cli.Train;
using EventSnn.Cli.View;

namespace EventSnn.Cli;

/// <summary>The command <c>eventsnn</c>.</summary>
public static class Program
{
    private static readonly CliCommand[] Commands =
    [
        new InfoCommand(),
        new ConvertCommand(),
        new ViewCommand(),
        new SimulateCommand(),
        new ReplayCommand(),
        new LiveCommand(),
        new ServeCommand(),
        new TrainCommand(),
        new EvaluateCommand(),
        new BenchCommand(),
    ];

    /// <summary>Runs the command line.</summary>
    /// <param name="args">Arguments as given by the shell.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> Main(string[] args)
    {
        var root = new RootCommand("EventSnn: event cameras, spiking networks and online learning as streams.");
        foreach (CliCommand command in Commands)
        {
            root.Add(command.Build());
        }

        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
            {
                Console.Error.WriteLine($"eventsnn: {error.Message}");
            }

            Console.Error.WriteLine($"Try: eventsnn {(parsed.CommandResult.Command == root ? string.Empty : parsed.CommandResult.Command.Name + " ")}--help");
            return ExitCode.Usage;
        }

        using Telemetry telemetry = Telemetry.Start();
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
    }
}
