using System.CommandLine;
using System.Diagnostics;
using EventSnn.Cli.Shell;
using EventSnn.Simulation.DataSets;

namespace EventSnn.Cli.Simulate;

/// <summary><c>eventsnn simulate digits</c>: moving digits in the layout of N-MNIST, without a download.</summary>
public sealed class SimulateDigitsCommand : CliCommand
{
    private readonly Option<string> outOption = new("--out") { Description = "Folder to write to.", Required = true };
    private readonly Option<int> trainOption = new("--train") { Description = "Samples to learn from.", DefaultValueFactory = _ => 1000 };
    private readonly Option<int> testOption = new("--test") { Description = "Samples to be tested on, by other hands.", DefaultValueFactory = _ => 200 };
    private readonly Option<ulong> seedOption = new("--seed") { Description = "Seed of everything random.", DefaultValueFactory = _ => 1UL };
    private readonly Option<int> threadsOption = new("--threads") { Description = "Samples made at the same time.", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<bool> jsonOption = new("--json") { Description = "One JSON object instead of text." };

    /// <inheritdoc/>
    protected override Command Describe() => new("digits", "Make moving digits in the layout of N-MNIST (34x34, 0.3 s, 40-bit events).")
    {
        outOption, trainOption, testOption, seedOption, threadsOption, jsonOption,
    };

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        int train = arguments.GetValue(trainOption);
        int test = arguments.GetValue(testOption);
        int threads = arguments.GetValue(threadsOption);
        if (train < 0 || test < 0 || (long)train + test is < 1 or > 99_999)
        {
            throw new UsageException($"Options --train and --test: expected 1 to 99999 samples together, found {train} and {test}.");
        }

        if (threads < 1)
        {
            throw UsageException.Option("--threads", "1 or more", $"{threads}");
        }

        string folder = arguments.GetValue(outOption)!;
        var clock = Stopwatch.StartNew();
        var set = new DigitDataSet(train, test, arguments.GetValue(seedOption));
        set.Generate(folder, threads, null, cancellation);
        var output = new CommandOutput(arguments.GetValue(jsonOption));
        if (output.Json)
        {
            CommandOutput.WriteJson(new { Folder = Path.GetFullPath(folder), Train = train, Test = test, Elapsed = clock.Elapsed.TotalSeconds });
        }
        else
        {
            output.Line($"{train} samples in {Path.Combine(folder, "Train")}, {test} in {Path.Combine(folder, "Test")}; {clock.Elapsed.TotalSeconds:F0} s.");
        }

        return Task.FromResult(ExitCode.Success);
    }
}
