using System.Text.Json;
using EventSnn.Cli.Tests.Train;
using EventSnn.TestKit;

namespace EventSnn.Cli.Tests.Bench;

[Collection(InProcess.Name)]
public sealed class ContinualBenchTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_table_fits_a_terminal_and_says_what_its_columns_are()
    {
        string data = TinyFolders.Write(folder.Path);
        CliRun run = await InProcess.Eventsnn("bench", "continual", data, "--size", "16x16", "--folds", "2", "--orders", "1", "--variants", "0", "--methods", "few-shot");
        run.ExitCode.ShouldBe(0, run.Error);
        string[] lines = run.Output.TrimEnd().Split('\n');
        lines.Max(l => l.Length).ShouldBeLessThanOrEqualTo(150);
        lines.Count(l => l.StartsWith("few-shot discriminant", StringComparison.Ordinal)).ShouldBe(4);
        lines.Where(l => l.Contains("few-shot", StringComparison.Ordinal) || l.StartsWith("method", StringComparison.Ordinal)).ShouldAllBe(l => l.Length <= 120);
        run.Output.ShouldContain("ratio, new to its");
        run.Output.ShouldContain("taught: that ratio for each new class right after it was shown");
    }

    [Fact]
    public async Task An_order_is_the_same_alone_and_among_others()
    {
        string data = TinyFolders.Write(folder.Path);
        File.Delete(Path.Combine(data, "top", "5.bin"));
        File.Delete(Path.Combine(data, "top", "4.bin")); // so that it shows which of the two classes came later
        string[] bench = ["bench", "continual", data, "--size", "16x16", "--folds", "2", "--variants", "0", "--methods", "few-shot", "--json"];
        CliRun both = await InProcess.Eventsnn([.. bench, "--orders", "2", "--seed", "2"]);
        CliRun second = await InProcess.Eventsnn([.. bench, "--orders", "1", "--seed", "3"]);
        both.ExitCode.ShouldBe(0, both.Error);
        Order(both, 1).ShouldBe(Order(second, 0));
        Order(both, 0).ShouldNotBe(Order(both, 1));
    }

    [Fact]
    public async Task What_cannot_be_measured_is_refused_before_the_work_begins()
    {
        string data = TinyFolders.Write(folder.Path);
        (await InProcess.Eventsnn("bench", "continual", data, "--size", "16x16")).ShouldFail(3, "no test part", "--folds");
        (await InProcess.Eventsnn("bench", "continual", data, "--variants", "-1")).ShouldFail(2, "--variants");
        (await InProcess.Eventsnn("bench", "continual", data, "--seed", "-1")).ShouldFail(2, "--seed");
        (await InProcess.Eventsnn("bench", "continual", data, "--svg", folder.File("missing/picture.svg"))).ShouldFail(4, "--svg");
        (await InProcess.Eventsnn("bench", "latency", folder.File("nothing.aedat"))).ShouldFail(4, "nothing.aedat");
        (await InProcess.Eventsnn("bench", "latency", folder.File("nothing.aedat"), "--spike-rate", "80")).ShouldFail(2, "--spike-rate");
        (await InProcess.Eventsnn("bench", "latency", folder.File("nothing.aedat"), "--most-lag", "0")).ShouldFail(2, "--most-lag");
        (await InProcess.Eventsnn("bench", "latency", folder.File("nothing.aedat"), "--when-behind", "hurry")).ShouldFail(2, "--when-behind", "spare");
        (await InProcess.Eventsnn("bench", "soak", "--hours", "0")).ShouldFail(2, "--hours");
        (await InProcess.Eventsnn("bench", "live", "--events", "0")).ShouldFail(2, "--events");
    }

    /// <summary>The figures of the k-th order after all clips, as they were written.</summary>
    private static string Order(CliRun run, int k) => JsonDocument.Parse(run.Output.Split('\n').First(l => l.Contains("\"all\"", StringComparison.Ordinal))).RootElement.GetProperty("runs")[k].GetRawText();
}
