using System.CommandLine;
using EventSnn.Cli.Devices;
using EventSnn.Cli.Shell;
using EventSnn.Networks.Compute;

namespace EventSnn.Cli.Bench;

/// <summary><c>eventsnn bench engine</c>: milliseconds per step of the published network, in turns with PyTorch where it is installed.</summary>
public sealed class EngineBenchCommand : CliCommand
{
    private readonly Option<string[]> cases = new("--case") { Description = $"Cases: {string.Join(", ", EngineCase.All.Select(c => c.Name))}. All unless given.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int> rounds = new("--rounds") { Description = "Turns per case; the fastest counts, 1 or more.", DefaultValueFactory = _ => 5 };
    private readonly Option<int> threads = new("--threads") { Description = "Threads for both sides, 1 or more.", DefaultValueFactory = _ => 2 };
    private readonly Option<int?> batch = new("--batch") { Description = "Streams side by side in place of the cases' own, 1 to 1024.", HelpName = "N" };
    private readonly DeviceOption device = new();
    private readonly Option<string> python = new("--python") { Description = "A Python that has PyTorch.", DefaultValueFactory = _ => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3" };
    private readonly Option<bool> json = new("--json") { Description = "One JSON object per case." };

    /// <inheritdoc/>
    protected override Command Describe() => new("engine", """
        Measure the network engine: 2x32x32, conv 7x7 64/128/128, 11 classes, 1-ms steps.

        In a clone of the repository, and where --python names a Python that has PyTorch, the same network runs there too, in turns with ours; else there
        is nothing to compare with, and the columns PyTorch and ratio stay empty.
        """)
    {
        cases, rounds, threads, batch, device.Option, python, json,
    };

    /// <inheritdoc/>
    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string[] names = arguments.GetValue(cases) ?? [];
        string? unknown = names.FirstOrDefault(n => EngineCase.All.All(c => c.Name != n));
        if (unknown is not null)
        {
            throw UsageException.Option("--case", string.Join(", ", EngineCase.All.Select(c => c.Name)), unknown);
        }

        int turns = arguments.GetValue(rounds);
        int workers = arguments.GetValue(threads);
        if (turns < 1 || workers < 1)
        {
            throw UsageException.Option(turns < 1 ? "--rounds" : "--threads", "1 or more", $"{Math.Min(turns, workers)}");
        }

        var output = new CommandOutput(arguments.GetValue(json));
        int? streams = arguments.GetValue(batch);
        if (streams is < 1 or > 1024)
        {
            throw UsageException.Option("--batch", "1 to 1024", $"{streams}");
        }

        ChosenDevice chosen = device.Choose(arguments, streams ?? 1, workers, output);
        using TorchPeer? torch = TorchPeer.Start(arguments.GetValue(python)!, workers, chosen.IsCuda ? chosen.Id : "cpu");
        using (IComputeBackend probe = chosen.Open())
        {
            output.Note($"{probe.Name}; {(torch is null ? "no PyTorch here: nothing to compare with" : torch.Version)}. The fastest of {Counted.Of(turns, "turn")}, the 10th percentile of the steps within a turn.");
        }

        output.Line($"{"case",-18} {"ours ms",9} {"PyTorch ms",11} {"ratio",7}  spikes at input and after each layer");
        foreach (EngineCase each in EngineCase.All.Where(c => names.Length == 0 || names.Contains(c.Name)))
        {
            cancellation.ThrowIfCancellationRequested();
            Measure(streams is { } n ? each with { Batch = n } : each, chosen, torch, turns, output);
        }

        return Task.FromResult(ExitCode.Success);
    }

    private static void Measure(EngineCase each, ChosenDevice device, TorchPeer? torch, int turns, CommandOutput output)
    {
        using var run = new EngineRun(each, device.Open());
        double ours = double.PositiveInfinity;
        double? theirs = null;
        double? graph = null;
        for (int turn = 0; turn < turns; turn++)
        {
            ours = Math.Min(ours, run.Measure(run.RunsChunks || each.Batch > 1 ? 3 : 100));
            double? answer = torch?.Measure(each, each.Batch > 1 ? 2 : 25);
            if (device.IsCuda && torch?.Measure(each, 50, graph: true) is { } replayed)
            {
                graph = Math.Min(replayed, graph ?? double.PositiveInfinity);
            }

            theirs = answer is null ? theirs : Math.Min(answer.Value, theirs ?? double.PositiveInfinity);
        }

        double? ratio = theirs / ours;
        if (output.Json && device.IsCuda)
        {
            CommandOutput.WriteJson(new { @case = each.Name, each.Batch, ours_ms = ours, pytorch_ms = theirs, ratio, pytorch_graph_ms = graph, graph_ratio = graph / ours, run.SpikeRates });
            return;
        }

        if (output.Json)
        {
            CommandOutput.WriteJson(new { @case = each.Name, each.Batch, ours_ms = ours, pytorch_ms = theirs, ratio, run.SpikeRates });
            return;
        }

        string rates = string.Join("  ", run.SpikeRates.Select(r => $"{r * 100:F1} %"));
        output.Line($"{each.Name,-18} {ours,9:F3} {(theirs is null ? "-" : $"{theirs:F2}"),11} {(ratio is null ? "-" : $"{ratio:F1}x"),7}  {rates}");
    }
}
