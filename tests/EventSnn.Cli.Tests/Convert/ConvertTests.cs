using EventSnn.Cli.Shell;
using EventSnn.TestKit;

namespace EventSnn.Cli.Tests.Convert;

[Collection(InProcess.Name)]
public sealed class ConvertTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_recording_is_never_written_over_itself()
    {
        string path = CopyOfR2("r.aedat");
        byte[] before = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        (await InProcess.Eventsnn("convert", path, path)).ShouldFail(ExitCode.Usage, path, "same file");
        (await InProcess.Eventsnn("convert", path, path, "--overwrite", "--to", "1")).ShouldFail(ExitCode.Usage, path, "same file");
        (await InProcess.Eventsnn("convert", path, folder.Path, "--overwrite", "--format", "aedat3.1", "--to", "1")).ShouldFail(ExitCode.Usage, "same file");
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(folder.File("link.aedat"), path);
            (await InProcess.Eventsnn("convert", folder.File("link.aedat"), path, "--overwrite")).ShouldFail(ExitCode.Usage, "same file");
            (await InProcess.Eventsnn("convert", path, folder.File("link.aedat"), "--overwrite")).ShouldFail(ExitCode.Usage, "same file");
        }

        (await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    [Fact]
    public async Task Another_file_is_replaced_only_where_that_is_asked_for()
    {
        string path = CopyOfR2("r.aedat");
        string target = folder.File("out.csv");
        await File.WriteAllTextAsync(target, "precious", TestContext.Current.CancellationToken);
        (await InProcess.Eventsnn("convert", path, target, "--to", ".1")).ShouldFail(ExitCode.Usage, target, "--overwrite");
        (await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken)).ShouldBe("precious");
        CliRun run = await InProcess.Eventsnn("convert", path, target, "--to", ".1", "--overwrite");
        run.ExitCode.ShouldBe(ExitCode.Success, run.Error);
        (await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken)).ShouldNotContain("precious");
    }

    [Fact]
    public async Task A_file_without_an_event_is_warned_of()
    {
        CliRun run = await InProcess.Eventsnn("convert", CopyOfR2("r.aedat"), folder.File("none.csv"), "--from", "100");
        run.ExitCode.ShouldBe(ExitCode.Success, run.Error);
        run.Error.ShouldContain("holds no event");
    }

    [Theory]
    [InlineData("half.csv", true)]
    [InlineData("half.evt2.raw", false)]
    [InlineData("half.aedat4", false)]
    public async Task A_format_that_holds_no_sensor_size_is_told_with_the_size_to_read_it_with(string name, bool told)
    {
        CliRun run = await InProcess.Eventsnn("convert", CopyOfR2("r.aedat"), folder.File(name), "--downsample", "2");
        run.ExitCode.ShouldBe(ExitCode.Success, run.Error);
        (run.Output + run.Error).Contains("read it with --size 64x64").ShouldBe(told);
    }

    [Theory]
    [InlineData("out.xyz", "'.xyz'")]
    [InlineData("out", "''")]
    [InlineData("out.xyz.gz", "'.xyz'")]
    public async Task An_extension_that_decides_no_format_is_a_mistake_of_the_command_line(string name, string found)
    {
        CliRun run = await InProcess.Eventsnn("convert", CopyOfR2("r.aedat"), folder.File(name));
        run.ShouldFail(ExitCode.Usage, name, ".aedat4", found, "--format");
        File.Exists(folder.File(name)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_range_is_found_by_an_index_the_second_time_and_the_folder_can_be_named_or_switched_off()
    {
        string path = folder.File("r.aedat");
        File.Copy(Shipped.File("recordings/user01_led.aedat"), path);
        string index = folder.File("index");
        string[] range = ["--from", "2", "--to", "2.5"];
        CliRun off = await InProcess.Eventsnn(["convert", path, folder.File("0.csv"), .. range, "--index", "off", "--json"]);
        CliRun first = await InProcess.Eventsnn(["convert", path, folder.File("1.csv"), .. range, "--index", index, "--json"]);
        CliRun second = await InProcess.Eventsnn(["convert", path, folder.File("2.csv"), .. range, "--index", index, "--json"]);
        CliRun info = await InProcess.Eventsnn(["info", path, .. range, "--index", index]);

        off.Output.ShouldContain("\"indexUse\":\"None\"");
        first.Output.ShouldContain("\"indexUse\":\"Built\"");
        second.Output.ShouldContain("\"indexUse\":\"Kept\"");
        info.Output.ShouldContain("not even read");
        string expected = await File.ReadAllTextAsync(folder.File("0.csv"), TestContext.Current.CancellationToken);
        expected.Length.ShouldBeGreaterThan(1000);
        (await File.ReadAllTextAsync(folder.File("1.csv"), TestContext.Current.CancellationToken)).ShouldBe(expected);
        (await File.ReadAllTextAsync(folder.File("2.csv"), TestContext.Current.CancellationToken)).ShouldBe(expected);
        (await InProcess.Eventsnn("info", path, "--from", "3", "--to", "2")).ShouldFail(ExitCode.Usage, "--to");
    }

    private string CopyOfR2(string name)
    {
        string path = folder.File(name);
        File.Copy(Shipped.File("recordings/user02_led.aedat"), path);
        return path;
    }
}
