using System.CommandLine;
using System.CommandLine.Parsing;
using EventSnn.Cli.Bench;
using EventSnn.Cli.Convert;
using EventSnn.Cli.Demo;
using EventSnn.Cli.Devices;
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
    private static CliCommand[] Commands() =>
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
        new DemoCommand(),
        new BenchCommand(),
        new DevicesCommand(),
    ];

    /// <summary>Runs the command line.</summary>
    /// <param name="args">Arguments as given by the shell.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> Main(string[] args)
    {
        ParseResult parsed = Root().Parse(args.Length == 0 ? ["--help"] : args);
        if (ParseMistake.Find(parsed) is { } mistake)
        {
            Console.Error.WriteLine($"eventsnn: {mistake}");
            return ExitCode.Usage;
        }

        // In a list of commands each gets its first line; its own help has the rest.
        foreach (Command listed in parsed.CommandResult.Command.Subcommands)
        {
            listed.Description = listed.Description?.Split('\n')[0].TrimEnd();
        }

        // What the commands above take is no business of a command that has a name of its own (simulate INPUT OUT, simulate dvsgesture).
        for (CommandResult? above = parsed.CommandResult.Parent as CommandResult; above is not null; above = above.Parent as CommandResult)
        {
            foreach (Argument argument in above.Command.Arguments)
            {
                argument.Hidden = true;
            }
        }

        using Telemetry telemetry = Telemetry.Start();
        using var signals = new StopSignals();
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, signals.Token);
    }

    /// <summary>The command line with all its commands.</summary>
    /// <returns>A new one; commands change their descriptions as they run.</returns>
    internal static RootCommand Root()
    {
        var root = new RootCommand("""
            EventSnn: event cameras, spiking networks and online learning as streams.

            Learn from one person's gestures while they run, then recognise two others' (in a clone of the repository):
              eventsnn replay recordings/user01_led.aedat --learn --test recordings/user02_led.aedat recordings/user03_led.aedat
            What a file holds, and what it looks like:
              eventsnn info recordings/user01_led.aedat
              eventsnn view recordings/user01_led.aedat
            """);
        foreach (CliCommand command in Commands())
        {
            root.Add(command.Build());
        }

        return root;
    }
}
