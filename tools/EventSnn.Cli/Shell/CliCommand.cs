using System.CommandLine;

namespace EventSnn.Cli.Shell;

/// <summary>One verb of the command line. A verb lives in its own folder; <see cref="Program"/> lists them.</summary>
public abstract class CliCommand
{
    /// <summary>Describes the verb: arguments, options, help.</summary>
    /// <returns>The command without an action; <see cref="Build"/> adds it.</returns>
    protected abstract Command Describe();

    /// <summary>Runs the verb. Exceptions are reported by the caller as one paragraph.</summary>
    /// <param name="arguments">The parsed command line.</param>
    /// <param name="cancellation">Cancelled by Ctrl-C.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    protected abstract Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation);

    /// <summary>Builds the command with its action.</summary>
    /// <returns>The command.</returns>
    public Command Build()
    {
        Command command = Describe();
        command.SetAction(async (arguments, cancellation) =>
        {
            try
            {
                return await RunAsync(arguments, cancellation);
            }
            catch (Exception e)
            {
                return ErrorReport.Write(e);
            }
        });
        return command;
    }
}
