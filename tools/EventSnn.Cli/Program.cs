using System.CommandLine;
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
        new DemoCommand(),
        new BenchCommand(),
        new DevicesCommand(),
    ];

    /// <summary>Runs the command line.</summary>
    /// <param name="args">Arguments as given by the shell.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> Main(string[] args)
    {
        var root = new RootCommand("""
            EventSnn: event cameras, spiking networks and online learning as streams.

            Learn from one person's gestures while they run, then recognise two others' (in a clone of the repository):
              eventsnn replay recordings/user01_led.aedat --learn --test recordings/user02_led.aedat recordings/user03_led.aedat
            What a file holds, and what it looks like:
              eventsnn info recordings/user01_led.aedat
              eventsnn view recordings/user01_led.aedat
            """);
        foreach (CliCommand command in Commands)
        {
            root.Add(command.Build());
        }

        ParseResult parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"eventsnn: {ParseMistake.Explain(parsed)}");
            return ExitCode.Usage;
        }

        // In a list of commands each gets its first line; its own help has the rest.
        foreach (Command listed in parsed.CommandResult.Command.Subcommands)
        {
            listed.Description = listed.Description?.Split('\n')[0].TrimEnd();
        }

        using Telemetry telemetry = Telemetry.Start();
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
    }
}
