using System.Text.Json;

namespace EventSnn.Cli.Tests.Bench;

public sealed class MemoryBenchTests
{
    [Fact]
    public async Task Steps_leave_no_memory_behind_and_a_stream_keeps_four_values_per_neuron_and_two_per_input()
    {
        CliRun run = await CliRun.Eventsnn("bench", "memory", "--steps", "50", "500", "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        JsonElement[] lines = [.. run.JsonLines()];
        lines.Length.ShouldBe(2);
        foreach (JsonElement line in lines)
        {
            // Lists of spikes grow to the busiest step seen so far; a step of its own takes tens of thousands of bytes of activity.
            line.GetProperty("allocatedPerStep").GetDouble().ShouldBeLessThan(1000);
            line.GetProperty("valuesPerNeuron").GetInt32().ShouldBeLessThanOrEqualTo(4);
            line.GetProperty("valuesPerInput").GetInt32().ShouldBeLessThanOrEqualTo(2);
        }

        lines[1].GetProperty("heapMiB").GetDouble().ShouldBeLessThan(lines[0].GetProperty("heapMiB").GetDouble() + 2);
    }
}
