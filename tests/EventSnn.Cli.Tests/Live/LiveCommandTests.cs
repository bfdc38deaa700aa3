using System.Diagnostics;
using System.Text.Json;
using EventSnn.TestKit;

namespace EventSnn.Cli.Tests.Live;

public sealed class LiveCommandTests
{
    private static string Recorded(string name)
    {
        Assert.SkipUnless(Repository.Root is not null, "the recordings lie in the checkout");
        return Path.Combine(Repository.Root!, "recordings", name);
    }

    [Fact]
    public async Task A_recording_plays_as_if_live_and_every_event_is_accounted_for()
    {
        // A slow machine takes long for what is asked for, so that the time is not given but the end.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals of Unix");
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using Process process = CliRun.Start(
            "live", Recorded("user02_led.aedat"), "--teach", Recorded("user01_led.aedat"), "--speed", "max", "--seconds", "300", "--listen", "127.0.0.1:0", "--json");
        Task<string> error = process.StandardError.ReadToEndAsync(cancel);
        var lines = new List<string>();
        bool enough = false;
        while (!enough && await process.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            lines.Add(line);
            JsonElement status = JsonDocument.Parse(line).RootElement;
            enough = status.GetProperty("type").GetString() == "status" && status.GetProperty("events").GetInt64() > 10_000 && status.GetProperty("latency").GetProperty("count").GetInt64() > 0;
        }

        UnixSignal.Terminate(process.Id).ShouldBe(0); // takes the same way as Ctrl-C
        lines.Add(await process.StandardOutput.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel).WaitAsync(TimeSpan.FromMinutes(2), cancel);
        var run = new CliRun(process.ExitCode, string.Join('\n', lines), await error);
        run.ExitCode.ShouldBe(0, run.Error);
        JsonElement end = run.Line("end");
        long events = end.GetProperty("events").GetInt64();
        events.ShouldBeGreaterThan(10_000);
        (end.GetProperty("binned").GetInt64() + end.GetProperty("late").GetInt64() + end.GetProperty("outOfRange").GetInt64()).ShouldBe(events);
        end.GetProperty("decided").GetProperty("count").GetInt64().ShouldBeGreaterThan(0);
        run.Line("page").GetProperty("address").GetString().ShouldStartWith("http://127.0.0.1:");
    }

    [Fact]
    public async Task A_video_without_a_whole_frame_ends_with_that()
    {
        using var folder = new TemporaryFolder();
        string video = folder.File("cut.y4m");
        await File.WriteAllTextAsync(video, "YUV4MPEG2 W64 H64 F30:1 Cmono\nFRAME\nhalf of it", TestContext.Current.CancellationToken);
        (await CliRun.Eventsnn("live", video, "--listen", "127.0.0.1:0", "--seconds", "60")).ShouldFail(3, "one whole frame");
    }

    [Fact]
    public async Task Without_a_decision_no_latency_is_told()
    {
        CliRun run = await CliRun.Eventsnn("live", "--listen", "127.0.0.1:0", "--seconds", "0.1");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("No decision was made");
        run.Output.ShouldNotContain(" ms");
    }

    [Fact]
    public async Task Mistakes_are_told_in_one_paragraph()
    {
        (await CliRun.Eventsnn("live", "caer-tcp://host:port")).ShouldFail(4, "port from 1 to 65535");
        (await CliRun.Eventsnn("live", "--listen", "somewhere")).ShouldFail(2, "--listen", "127.0.0.1:8585");
        (await CliRun.Eventsnn("live", "--update-policy", "rate:0.05")).ShouldFail(2, "--update-policy", "--model");
        (await CliRun.Eventsnn("live", "--when-behind", "hurry")).ShouldFail(2, "--when-behind", "spare");
        (await CliRun.Eventsnn("serve", Recorded("user01_led.aedat"), "--as", "telepathy")).ShouldFail(2, "--as", "caer-tcp");
    }
}
