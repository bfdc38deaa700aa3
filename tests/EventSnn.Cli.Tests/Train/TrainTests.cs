using System.Diagnostics;
using System.Text.Json;
using EventSnn.TestKit;

namespace EventSnn.Cli.Tests.Train;

public sealed class TrainTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string data;

    public TrainTests() => data = TinyFolders.Write(Directory.CreateDirectory(folder.File("data")).FullName);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_run_learns_and_leaves_a_model_a_record_and_a_learning_curve()
    {
        string model = folder.File("m.safetensors");
        CliRun run = await CliRun.Eventsnn([.. TinyFolders.Training(data), "--epochs", "15", "--out", model]);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Line("split").GetProperty("train").GetInt32().ShouldBe(8);
        run.JsonLines().Count(l => l.GetProperty("type").GetString() == "epoch").ShouldBe(15);
        JsonElement result = run.Line("result");
        result.GetProperty("samples").GetInt32().ShouldBe(4);
        result.GetProperty("accuracy").GetDouble().ShouldBe(1);
        File.Exists(model).ShouldBeTrue();
        File.ReadLines(folder.File("m.run/curve.csv")).Count().ShouldBe(16);
        File.Exists(folder.File("m.run/curve.svg")).ShouldBeTrue();
        using JsonDocument record = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("m.run/run.json"), Cancel));
        record.RootElement.GetProperty("updatePolicy").GetString().ShouldBe("always");
        record.RootElement.GetProperty("skippedLayerUpdates").GetInt64().ShouldBe(0);
        record.RootElement.GetProperty("layerUpdates").GetInt64().ShouldBeGreaterThan(0);
        record.RootElement.GetProperty("testClips").GetArrayLength().ShouldBe(4);
    }

    [Fact]
    public async Task An_update_policy_says_what_it_skipped()
    {
        CliRun run = await CliRun.Eventsnn([.. TinyFolders.Training(data), "--epochs", "4", "--update-policy", "every:4", "--out", folder.File("m")]);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldContain("every:4");
        using JsonDocument record = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("m.run/run.json"), Cancel));
        long made = record.RootElement.GetProperty("layerUpdates").GetInt64();
        long skipped = record.RootElement.GetProperty("skippedLayerUpdates").GetInt64();
        ((double)skipped / (made + skipped)).ShouldBe(.75, .03);
    }

    [Fact]
    public async Task A_run_killed_without_warning_goes_on_to_the_same_model_byte_for_byte()
    {
        string[] what = [.. TinyFolders.Training(data), "--epochs", "80", "--checkpoint-every", "0", "--update-policy", "rate:0.5"];
        CliRun straight = await CliRun.Eventsnn([.. what, "--out", folder.File("straight")]);
        straight.ExitCode.ShouldBe(0, straight.Error);

        using (Process victim = CliRun.Start([.. what, "--out", folder.File("killed")]))
        {
            victim.ErrorDataReceived += (_, _) => { };
            victim.BeginErrorReadLine();
            string? line;
            do
            {
                line = await victim.StandardOutput.ReadLineAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromMinutes(2), Cancel);
            }
            while (line?.Contains("\"epoch\":3", StringComparison.Ordinal) == false);
            victim.Kill(); // SIGKILL: nothing in the process can react
            await victim.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        }

        File.Exists(folder.File("killed")).ShouldBeFalse("the run should have been killed before its end");
        CliRun refused = await CliRun.Eventsnn([.. what, "--out", folder.File("killed")]);
        refused.ShouldFail(Shell.ExitCode.Usage, "not finished", "--resume");
        CliRun resumed = await CliRun.Eventsnn([.. what, "--out", folder.File("killed"), "--resume"]);
        resumed.ExitCode.ShouldBe(0, resumed.Error);
        resumed.Error.ShouldContain("Going on after");
        (await File.ReadAllBytesAsync(folder.File("killed"), Cancel)).ShouldBe(await File.ReadAllBytesAsync(folder.File("straight"), Cancel));
    }

    [Fact]
    public async Task Another_command_does_not_go_on_with_a_run()
    {
        (await CliRun.Eventsnn([.. TinyFolders.Training(data), "--epochs", "1", "--out", folder.File("m")])).ExitCode.ShouldBe(0);
        CliRun run = await CliRun.Eventsnn([.. TinyFolders.Training(data), "--epochs", "2", "--seed", "9", "--out", folder.File("m"), "--resume"]);
        run.ShouldFail(Shell.ExitCode.Usage, "--resume", "Options.Seed was 1, is 9");
    }

    [Fact]
    public async Task A_model_that_is_there_is_kept_beside_the_new_one()
    {
        string model = folder.File("m.safetensors");
        (await CliRun.Eventsnn([.. TinyFolders.Training(data), "--epochs", "1", "--out", model])).ExitCode.ShouldBe(0);
        byte[] first = await File.ReadAllBytesAsync(model, Cancel);
        CliRun again = await CliRun.Eventsnn([.. TinyFolders.Training(data), "--epochs", "1", "--seed", "9", "--out", model]);
        again.ExitCode.ShouldBe(0, again.Error);
        again.Error.ShouldContain("m.previous.safetensors");
        (await File.ReadAllBytesAsync(folder.File("m.previous.safetensors"), Cancel)).ShouldBe(first);
        (await File.ReadAllBytesAsync(model, Cancel)).ShouldNotBe(first);
        File.Exists(Path.Combine(folder.File("m.previous.run"), "run.json")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("--preset", "nonsense", "best")]
    [InlineData("--update-policy", "rate:2", "rate:SHARE")]
    [InlineData("--folds", "1", "at least 2")]
    [InlineData("--dt", "0", "milliseconds")]
    [InlineData("--layout", "pile", "folder")]
    public async Task An_option_that_cannot_be_is_named_with_what_it_takes(string option, string value, string says)
    {
        string[] given = [.. TinyFolders.Training(data), "--out", folder.File("m")];
        int at = Array.IndexOf(given, option);
        string[] all = at < 0 ? [.. given, option, value] : [.. given[..(at + 1)], value, .. given[(at + 2)..]];
        (await CliRun.Eventsnn(all)).ShouldFail(Shell.ExitCode.Usage, option, says);
    }

    [Fact]
    public async Task Data_that_is_not_there_or_is_no_recording_is_named()
    {
        string[] away = [.. TinyFolders.Training(folder.File("nowhere")), "--out", folder.File("m")];
        (await CliRun.Eventsnn(away)).ShouldFail(Shell.ExitCode.Unreachable, "nowhere");
        await File.WriteAllTextAsync(Path.Combine(data, "top", "9.aedat"), "this is a letter", Cancel);
        (await CliRun.Eventsnn([.. TinyFolders.Training(data), "--epochs", "1", "--out", folder.File("m")])).ShouldFail(Shell.ExitCode.BadContent, "9.aedat", "expected");
    }

    [Fact]
    public async Task A_model_in_a_folder_that_is_not_there_is_refused_before_the_work()
    {
        CliRun run = await CliRun.Eventsnn([.. TinyFolders.Training(data), "--out", folder.File("no/such/m")]);
        run.ShouldFail(Shell.ExitCode.Unreachable, "--out");
        run.Output.ShouldBeEmpty();
    }
}
