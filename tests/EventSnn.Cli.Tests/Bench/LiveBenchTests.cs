using System.Text.Json;

namespace EventSnn.Cli.Tests.Bench;

[Collection(InProcess.Name)]
public sealed class LiveBenchTests
{
    [Fact]
    public async Task Every_protocol_accounts_for_every_event_at_full_speed()
    {
        CliRun run = await InProcess.Eventsnn("bench", "live", "--events", "1", "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        JsonElement[] lines = [.. run.JsonLines()];
        lines.Length.ShouldBe(9);
        foreach (JsonElement line in lines)
        {
            long sent = line.GetProperty("sent").GetInt64();
            bool isDatagram = line.TryGetProperty("sentDatagrams", out JsonElement datagrams);
            sent.ShouldBe(isDatagram ? 100_000 : 1_000_000);
            line.GetProperty("lost").GetInt64().ShouldBe(sent - line.GetProperty("received").GetInt64());
            if (isDatagram)
            {
                line.GetProperty("accounted").GetBoolean().ShouldBeTrue(line.ToString());
                line.GetProperty("lostDatagrams").GetInt64().ShouldBeInRange(0, datagrams.GetInt64());
            }
            else
            {
                line.GetProperty("lost").GetInt64().ShouldBe(0);
            }
        }
    }
}
