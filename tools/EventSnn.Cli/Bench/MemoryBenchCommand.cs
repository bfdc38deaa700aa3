using System.CommandLine;
using System.Diagnostics;
using EventSnn.Cli.Shell;
using EventSnn.Networks.Compute.Simd;

namespace EventSnn.Cli.Bench;

/// <summary><c>eventsnn bench memory</c>: that a network which learns needs no more memory after many steps than after few.</summary>
public sealed class MemoryBenchCommand : CliCommand
{
    private const int WarmUp = 50;
    private readonly Option<int[]> lengths = new("--steps")
    {
        Description = "Lengths to compare, ascending, 1 or more each.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [200, 20_000], HelpName = "N",
    };

    private readonly Option<int> threads = new("--threads") { Description = "Threads, 1 or more.", DefaultValueFactory = _ => 2 };
    private readonly Option<bool> json = new("--json") { Description = "One JSON object per length." };

    /// <inheritdoc/>
    protected override Command Describe() => new("memory", """
        Measure memory while the published network learns in every step.

        Peak memory must be the same for any number of steps, and a step must allocate nothing. 20,000 steps take about a minute.
        """)
    {
        lengths, threads, json,
    };

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        int[] counts = arguments.GetValue(lengths)!;
        int workers = arguments.GetValue(threads);
        if (counts.Any(c => c < 1) || workers < 1)
        {
            throw UsageException.Option(workers < 1 ? "--threads" : "--steps", "1 or more", $"{(workers < 1 ? workers : counts.Min())}");
        }

        var output = new CommandOutput(arguments.GetValue(json));
        using var run = new EngineRun(EngineCase.All.Single(c => c.Name == "learn-natural"), new SimdBackend(new SimdOptions { Threads = workers }));
        run.Run(WarmUp);
        (int neuron, int input) = run.ValuesKept();
        output.Line($"A stream keeps {neuron} values per neuron and {input} per input from step to step.");
        output.Line($"{"steps",9} {"allocated bytes per step",26} {"heap MiB",10} {"peak resident MiB",19}");
        using var process = Process.GetCurrentProcess();
        foreach (int count in counts)
        {
            cancellation.ThrowIfCancellationRequested();
            long before = GC.GetTotalAllocatedBytes(precise: true);
            run.Run(count);
            double allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)count;
            double heap = GC.GetTotalMemory(forceFullCollection: true) / 1048576.0;
            process.Refresh();
            double peak = process.PeakWorkingSet64 / 1048576.0;
            if (output.Json)
            {
                CommandOutput.WriteJson(new { Steps = count, AllocatedPerStep = allocated, HeapMiB = heap, PeakResidentMiB = peak, ValuesPerNeuron = neuron, ValuesPerInput = input });
                continue;
            }

            output.Line($"{count,9} {allocated,26:F2} {heap,10:F1} {peak,19:F1}");
        }

        return Task.FromResult(ExitCode.Success);
    }
}
