namespace EventSnn.Cli.Tests;

/// <summary>The collection of tests that run the command in this process: they share the console, so they run alone and in turn.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class InProcess
{
    public const string Name = "in process";

    /// <summary>Runs the command as a call: for the many command lines that end before any work begins.</summary>
    public static async Task<CliRun> Eventsnn(params string[] arguments)
    {
        (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
        using var caughtOutput = new StringWriter();
        using var caughtError = new StringWriter();
        try
        {
            Console.SetOut(caughtOutput);
            Console.SetError(caughtError);
            int code = await Program.Main(arguments).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
            return new CliRun(code, caughtOutput.ToString(), caughtError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
