using System.Text.Json;
using EventSnn.Cli.Tests.Train;
using EventSnn.TestKit;

namespace EventSnn.Cli.Tests.Evaluate;

public sealed class EvaluateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string data;

    public EvaluateTests() => data = TinyFolders.Write(Directory.CreateDirectory(folder.File("data")).FullName);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_trained_model_is_judged_on_the_fold_it_was_not_trained_on()
    {
        string model = folder.File("m.safetensors");
        CliRun trained = await CliRun.Eventsnn([.. TinyFolders.Training(data), "--epochs", "15", "--out", model]);
        trained.ExitCode.ShouldBe(0, trained.Error);
        CliRun run = await CliRun.Eventsnn(["evaluate", "--model", model, .. TinyFolders.Options(data), "--folds", "3", "--window", "200", "--json"]);
        run.ExitCode.ShouldBe(0, run.Error);
        JsonElement result = run.JsonLines().Last();
        result.GetProperty("samples").GetInt32().ShouldBe(4);
        result.GetProperty("window").GetDouble().ShouldBe(200);
        result.GetProperty("accuracy").GetDouble().ShouldBe(trained.Line("result").GetProperty("accuracy").GetDouble());
        result.GetProperty("layers").GetArrayLength().ShouldBe(1);
        result.GetProperty("confusion").EnumerateArray().Sum(row => row.EnumerateArray().Sum(c => c.GetInt32())).ShouldBe(4);
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_unreachable() =>
        (await CliRun.Eventsnn(["evaluate", "--model", folder.File("none"), .. TinyFolders.Options(data)])).ShouldFail(Shell.ExitCode.Unreachable, "none");

    [Fact]
    public async Task A_file_that_is_no_model_is_bad_content()
    {
        string path = folder.File("m");
        await File.WriteAllTextAsync(path, "this is a letter, no model at all", TestContext.Current.CancellationToken);
        (await CliRun.Eventsnn(["evaluate", "--model", path, .. TinyFolders.Options(data)])).ShouldFail(Shell.ExitCode.BadContent, path, "expected");
    }
}
