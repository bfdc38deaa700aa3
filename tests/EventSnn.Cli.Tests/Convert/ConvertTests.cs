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

    private string CopyOfR2(string name)
    {
        string path = folder.File(name);
        File.Copy(Shipped.File("recordings/user02_led.aedat"), path);
        return path;
    }
}
