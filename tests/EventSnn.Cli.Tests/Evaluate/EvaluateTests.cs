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
        result.GetProperty("confusionColumns").EnumerateArray().Select(c => c.GetString()).ShouldBe(["bottom", "top", "undecided"]);
        run.Output.ShouldNotContain("(90 %");
        CliRun told = await CliRun.Eventsnn(["evaluate", "--model", model, .. TinyFolders.Options(data), "--folds", "3", "--window", "200"]);
        told.Output.Split('\n').Count(l => l.Contains("layers: what the readout of each layer gets alone", StringComparison.Ordinal)).ShouldBe(1);
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
        (await CliRun.Eventsnn(["evaluate", "--model", path, .. TinyFolders.Options(data)])).ShouldFail(Shell.ExitCode.BadContent, path, "expected a model", "a text that begins with 'this is '");
    }

    [Fact]
    public async Task A_pass_in_which_every_clip_is_the_first_of_its_class_gives_no_percentage()
    {
        string once = TinyFolders.Write(Directory.CreateDirectory(folder.File("once")).FullName, clipsPerClass: 1);
        CliRun run = await CliRun.Eventsnn(["evaluate", "--prequential", .. TinyFolders.Options(once), "--dt", "20"]);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("Every clip of the pass was the first of its class");
        run.Output.ShouldNotContain("%");
        CliRun more = await CliRun.Eventsnn(["evaluate", "--prequential", .. TinyFolders.Options(data), "--dt", "20"]);
        more.Output.ShouldContain("The first of each class (2 clips)");
        more.Output.ShouldContain("%");
    }
}
