using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using EventSnn.Cli.Shell;
using EventSnn.TestKit;

namespace EventSnn.Cli.Tests.View;

[Collection(InProcess.Name)]
public sealed class ViewTests : IDisposable
{
    private static readonly string R1 = Shipped.File("recordings/user01_led.aedat");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_size_that_is_told_is_that_of_the_svg_that_was_written()
    {
        string target = folder.File("s.svg");
        CliRun run = await InProcess.Eventsnn("view", R1, "-o", target, "--kind", "surface", "--at", "1", "--window", "200");
        run.ExitCode.ShouldBe(0, run.Error);
        Match told = Regex.Match(run.Output, @"(\d+)x(\d+)\s*$");
        string svg = await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken);
        svg.ShouldContain($"width=\"{told.Groups[1].Value}\" height=\"{told.Groups[2].Value}\"");
        int page = int.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture);
        page.ShouldBeGreaterThanOrEqualTo(640, run.Output);
    }

    [Theory]
    [InlineData("--tau", "--kind surface")]
    [InlineData("--fps", ".apng")]
    public async Task An_option_that_would_do_nothing_is_refused_and_what_it_goes_with_is_named(string option, string goesWith)
    {
        CliRun run = await InProcess.Eventsnn("view", R1, "-o", folder.File("p.png"), option, "20");
        run.ShouldFail(ExitCode.Usage, option, goesWith);
        File.Exists(folder.File("p.png")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_picture_replaces_a_picture_and_nothing_else()
    {
        string target = folder.File("p.png");
        await File.WriteAllTextAsync(target, "precious", TestContext.Current.CancellationToken);
        (await InProcess.Eventsnn("view", R1, "-o", target, "--window", "200")).ShouldFail(ExitCode.Usage, target, "a picture to replace");
        (await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken)).ShouldBe("precious");
        File.Delete(target);
        (await InProcess.Eventsnn("view", R1, "-o", target, "--window", "200")).ExitCode.ShouldBe(ExitCode.Success);
        (await InProcess.Eventsnn("view", R1, "-o", target, "--window", "100")).ExitCode.ShouldBe(ExitCode.Success);
    }

    [Fact]
    public async Task In_json_it_tells_what_was_written()
    {
        string target = folder.File("p.png");
        CliRun run = await InProcess.Eventsnn("view", R1, "-o", target, "--at", "1", "--window", "200", "--scale", "2", "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        JsonElement told = run.JsonLines().ShouldHaveSingleItem();
        byte[] png = await File.ReadAllBytesAsync(target, TestContext.Current.CancellationToken);
        told.GetProperty("width").GetInt32().ShouldBe(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        told.GetProperty("height").GetInt32().ShouldBe(256);
        told.GetProperty("pictures").GetInt32().ShouldBe(1);
        told.GetProperty("events").GetInt64().ShouldBeGreaterThan(0);
        told.GetProperty("out").GetString().ShouldBe(target);
    }

    [Fact]
    public async Task Without_a_picture_json_takes_the_place_of_the_heat_map()
    {
        CliRun run = await InProcess.Eventsnn("view", R1, "--at", "1", "--window", "200", "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        run.JsonLines().ShouldHaveSingleItem().GetProperty("pictures").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_range_of_time_shows_what_at_and_window_show()
    {
        string at = folder.File("at.png");
        string range = folder.File("range.png");
        CliRun first = await InProcess.Eventsnn("view", R1, "-o", at, "--at", "1", "--window", "200", "--json");
        CliRun second = await InProcess.Eventsnn("view", R1, "-o", range, "--from", "1", "--to", "1.2", "--json");
        second.ExitCode.ShouldBe(0, second.Error);
        second.JsonLines().ShouldHaveSingleItem().GetProperty("events").GetInt64().ShouldBe(first.JsonLines().Single().GetProperty("events").GetInt64());
        (await File.ReadAllBytesAsync(range, TestContext.Current.CancellationToken)).ShouldBe(await File.ReadAllBytesAsync(at, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_range_without_events_and_two_beginnings_are_mistakes()
    {
        (await InProcess.Eventsnn("view", R1, "--from", "100000")).ShouldFail(ExitCode.Usage, "--from", "without");
        (await InProcess.Eventsnn("view", R1, "--from", "1", "--at", "1")).ShouldFail(ExitCode.Usage, "--from", "--at");
    }
}
