using System.Diagnostics;
using System.Runtime.InteropServices;
using EventSnn.Cli.Shell;
using EventSnn.TestKit;

namespace EventSnn.Cli.Tests.Replay;

public sealed class ReplayMistakesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Nothing_to_recognise_with() =>
        (await CliRun.Eventsnn("replay", TinyGestures.Write(folder.Path, "g", 1))).ShouldFail(ExitCode.Usage, "--learn", "--model");

    [Theory]
    [InlineData("--learn")]
    [InlineData("--verbose")] // before what is missing beside it
    public async Task A_file_that_is_not_there(string option) =>
        (await CliRun.Eventsnn("replay", folder.File("none.aedat"), option)).ShouldFail(ExitCode.Unreachable, "none.aedat", "no such file");

    [Fact]
    public async Task A_folder() => (await CliRun.Eventsnn("replay", folder.Path, "--learn")).ShouldFail(ExitCode.BadContent, folder.Path, "folder");

    [Theory]
    [InlineData("")]
    [InlineData("this is a letter, not a recording\n")]
    [InlineData("#!AER-DAT3.1\r\n#Format: RAW\r\n")]
    [InlineData("#!AER-DAT9.7\r\n#!END-HEADER\r\n")]
    public async Task A_file_that_is_no_recording(string content)
    {
        string path = folder.File("x.aedat");
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        (await CliRun.Eventsnn("replay", path, "--learn")).ShouldFail(ExitCode.BadContent, "x.aedat", "expected", "found");
    }

    [Fact]
    public async Task Labels_that_are_not_there()
    {
        string path = TinyGestures.Write(folder.Path, "g", 1);
        File.Delete(folder.File("g_labels.csv"));
        (await CliRun.Eventsnn("replay", path, "--learn")).ShouldFail(ExitCode.Unreachable, "g_labels.csv", "--labels");
    }

    [Fact]
    public async Task Labels_of_another_recording()
    {
        string path = TinyGestures.Write(folder.Path, "g", 1);
        string labels = folder.File("other.csv");
        await File.WriteAllTextAsync(labels, "1,900000000,901000000\n", TestContext.Current.CancellationToken);
        (await CliRun.Eventsnn("replay", path, "--learn", "--labels", labels)).ShouldFail(ExitCode.Usage, "900000000", "do not match");
    }

    [Fact]
    public async Task A_range_of_time_without_a_gesture()
    {
        string path = TinyGestures.Write(folder.Path, "g", 1);
        (await CliRun.Eventsnn("replay", path, "--learn", "--from", "100")).ShouldFail(ExitCode.Usage, "do not match", "between --from and --to");
    }

    [Fact]
    public async Task A_class_out_of_range()
    {
        string path = TinyGestures.Write(folder.Path, "g", 1);
        string labels = folder.File("other.csv");
        await File.WriteAllTextAsync(labels, "7,1000000,1200000\n", TestContext.Current.CancellationToken);
        (await CliRun.Eventsnn("replay", path, "--learn", "--labels", labels)).ShouldFail(ExitCode.Usage, "class 7", "3");
    }

    [Fact]
    public async Task A_model_of_another_shape()
    {
        string path = TinyGestures.Write(folder.Path, "g", 1, gestures: 1);
        string model = folder.File("m.safetensors");
        (await CliRun.Eventsnn("replay", path, "--learn", "--epochs", "1", "--save", model)).ExitCode.ShouldBe(0);
        string larger = folder.File("larger.csv");
        (await CliRun.Eventsnn("convert", path, larger)).ExitCode.ShouldBe(0);
        (await CliRun.Eventsnn("replay", larger, "--model", model, "--size", "640x480")).ShouldFail(ExitCode.Usage, "2x16x16", "640x480");
    }

    [Fact]
    public async Task A_model_that_is_none()
    {
        string path = TinyGestures.Write(folder.Path, "g", 1, gestures: 1);
        string model = folder.File("m.safetensors");
        await File.WriteAllTextAsync(model, "not a model", TestContext.Current.CancellationToken);
        (await CliRun.Eventsnn("replay", path, "--model", model)).ShouldFail(ExitCode.BadContent, "m.safetensors", "safetensors");
    }

    [Theory]
    [InlineData("no/such/folder/m.safetensors", ExitCode.Unreachable)]
    [InlineData("/proc/m.safetensors", ExitCode.Unreachable)]
    [InlineData("/dev/full", ExitCode.Usage)]
    public async Task A_place_where_nothing_can_be_saved_is_told_before_the_work_begins(string place, int code)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "paths of Unix");
        string path = TinyGestures.Write(folder.Path, "g", 1, gestures: 1);
        CliRun run = await CliRun.Eventsnn("replay", path, "--learn", "--save", place);
        run.ShouldFail(code, "--save");
        run.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--speed", "fast")]
    [InlineData("--learn-fraction", "1.5")]
    [InlineData("--epochs", "0")]
    [InlineData("--preset", "none")]
    [InlineData("--size", "12")]
    [InlineData("--dt", "0")]
    public async Task A_value_out_of_range_names_its_option(string option, string value) =>
        (await CliRun.Eventsnn("replay", TinyGestures.Write(folder.Path, "g", 1), "--learn", option, value))
            .ShouldFail(ExitCode.Usage, option, "expected", value);

    [Fact]
    public async Task Ctrl_C_while_it_learns_leaves_the_old_model_as_it_was()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals of Unix");
        string path = TinyGestures.Write(folder.Path, "g", 1);
        string model = folder.File("m.safetensors");
        (await CliRun.Eventsnn("replay", path, "--learn", "--epochs", "1", "--save", model)).ExitCode.ShouldBe(ExitCode.Success);
        byte[] before = await File.ReadAllBytesAsync(model, TestContext.Current.CancellationToken);
        using Process process = CliRun.Start("replay", path, "--learn", "--epochs", "100000", "--save", model, "--json");
        (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull("it has begun");

        // SIGTERM takes the same way as Ctrl-C; a test that runs in the background may have been started with SIGINT ignored.
        Kill(process.Id, 15).ShouldBe(0);
        Task<string> output = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (await Task.WhenAny(output, Task.Delay(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)) != output)
        {
            process.Kill(entireProcessTree: true);
        }

        string error = await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(ExitCode.Cancelled, error);
        error.ShouldContain("Stopped");
        (await File.ReadAllBytesAsync(model, TestContext.Current.CancellationToken)).ShouldBe(before);
        Directory.GetFiles(folder.Path, "*.tmp").ShouldBeEmpty();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
