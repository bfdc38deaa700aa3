using System.Text.Json;

namespace EventSnn.Cli.Tests.Bench;

public sealed class DecodeBenchTests
{
    [Fact]
    public async Task Every_figure_of_a_case_is_there_and_no_event_costs_memory()
    {
        CliRun run = await CliRun.Eventsnn("bench", "decode", "--events", "1", "--rounds", "1", "--case", "dat", "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        JsonElement line = run.JsonLines().Single();
        line.GetProperty("bytes").GetInt64().ShouldBeGreaterThan(8_000_000);
        foreach (string figure in new[] { "oneCore", "oneFileTwoCores", "twoCores", "freshArrays", "firstCall", "readLimit" })
        {
            line.GetProperty(figure).GetDouble().ShouldBeGreaterThan(0, figure);
        }

        line.GetProperty("allocatedPerMillionEvents").GetDouble().ShouldBeLessThan(1000);
    }

    [Fact]
    public async Task A_case_that_there_is_not_is_refused()
    {
        CliRun run = await CliRun.Eventsnn("bench", "decode", "--case", "betamax");

        run.ExitCode.ShouldNotBe(0);
        run.ShouldFail(run.ExitCode, "--case", "aedat3.1", "betamax");
    }
}
