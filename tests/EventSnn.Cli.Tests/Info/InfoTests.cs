using System.Text.Json;
using EventSnn.Cli.Shell;
using EventSnn.TestKit;

namespace EventSnn.Cli.Tests.Info;

[Collection(InProcess.Name)]
public sealed class InfoTests : IDisposable
{
    private static readonly string R1 = Shipped.File("recordings/user01_led.aedat");
    private static readonly string R2 = Shipped.File("recordings/user02_led.aedat");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Several_files_give_a_line_each_and_a_bad_one_keeps_none_back()
    {
        CliRun run = await InProcess.Eventsnn("info", R1, folder.File("none.aedat"), R2, "--json");
        run.ShouldFail(ExitCode.Unreachable, "none.aedat");
        run.JsonLines().Select(l => l.GetProperty("file").GetString()).ShouldBe([R1, R2]);
    }

    [Fact]
    public async Task Of_a_cut_file_it_tells_how_many_events_are_missing()
    {
        JsonElement whole = (await InProcess.Eventsnn("info", R2, "--json")).JsonLines().Single();
        byte[] bytes = await File.ReadAllBytesAsync(R2, TestContext.Current.CancellationToken);
        string cut = folder.File("cut.aedat");
        await File.WriteAllBytesAsync(cut, bytes[..^83], TestContext.Current.CancellationToken);

        CliRun run = await InProcess.Eventsnn("info", cut, "--json");
        JsonElement told = run.JsonLines().Single();
        long missing = told.GetProperty("missing").GetInt64();
        missing.ShouldBe(11, "83 bytes are ten events of 8 bytes and a part of the eleventh");
        (told.GetProperty("events").GetInt64() + missing).ShouldBe(whole.GetProperty("events").GetInt64());
        whole.GetProperty("missing").GetInt64().ShouldBe(0);

        CliRun people = await InProcess.Eventsnn("info", cut);
        people.Output.ShouldContain("11 events");
        people.Error.ShouldStartWith("warning: ");
    }

    [Fact]
    public async Task A_size_that_contradicts_the_file_is_warned_of()
    {
        CliRun run = await InProcess.Eventsnn("info", R2, "--size", "64x64", "--json");
        run.ExitCode.ShouldBe(ExitCode.Success, run.Error);
        run.Error.ShouldContain("warning: ");
        run.Error.ShouldContain("128x128");
        run.JsonLines().Single().GetProperty("skippedBy").GetProperty("outsideSensor").GetInt64().ShouldBeGreaterThan(0);
    }
}
