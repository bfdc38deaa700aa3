using System.Text.Json;
using EventSnn.Cli.Shell;
using EventSnn.TestKit;

namespace EventSnn.Cli.Tests.Train;

public sealed class RuleTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string data;

    public RuleTests() => data = TinyFolders.Write(Directory.CreateDirectory(folder.File("data")).FullName);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Rules_get_the_same_clips_and_those_that_learn_enough_tell_two_bars_apart()
    {
        CliRun run = await InProcess.Eventsnn([
            "bench", "rules", .. TinyFolders.Options(data), "--folds", "3", "--dt", "20", "--window", "200", "--inputs", "8", "--epochs", "10", "--batch", "2", "--seeds", "1", "--json", "--rules", "decolle", "decolle-learned", "bptt", "current-step", "feedback",
        ]);
        run.ExitCode.ShouldBe(ExitCode.Success, run.Error);
        JsonElement[] lines = [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
        var accuracy = lines.ToDictionary(l => l.GetProperty("rule").GetString()!, l => l.GetProperty("accuracy").GetDouble());
        accuracy.Count.ShouldBe(5);
        accuracy["bptt"].ShouldBe(1);
        accuracy["current-step"].ShouldBe(1);
        accuracy["decolle-learned"].ShouldBe(1);
        var kept = lines.ToDictionary(l => l.GetProperty("rule").GetString()!, l => l.GetProperty("statePerNeuron").GetDouble());
        kept["bptt"].ShouldBeGreaterThan(3 * kept["decolle"], "ten steps are kept and not one");
        lines.ShouldAllBe(l => l.GetProperty("clips").GetInt64() == lines[0].GetProperty("clips").GetInt64());
    }

    [Fact]
    public async Task Tasks_bring_their_own_steps_and_end_in_one_table()
    {
        CliRun run = await InProcess.Eventsnn([
            "bench", "rules", "--task", $"signs={data}", $"signs={data}", "--inputs", "8", "--epochs", "1", "--batch", "2", "--seeds", "1", "--rules", "stdp", "feedback",
        ]);
        run.ExitCode.ShouldBe(ExitCode.Success, run.Error);
        string[] table = [.. run.Output.Split('\n')[^4..].Select(l => l.Trim())];
        table[0].ShouldBe("rule                         signs           signs");
        table[1].Split('%').Length.ShouldBe(3, "an accuracy for each task");
        table[2].ShouldStartWith("feedback");
    }

    [Theory]
    [InlineData("cifar=.", "mnist, nmnist, signs, gestures")]
    [InlineData("signs", "NAME=PATH")]
    [InlineData("signs=nowhere", "found nothing at 'nowhere'")]
    public async Task A_task_that_is_none_is_refused(string task, string expected)
    {
        CliRun run = await InProcess.Eventsnn(["bench", "rules", "--task", task]);
        run.ExitCode.ShouldNotBe(ExitCode.Success);
        run.Error.ShouldContain(expected);
    }

    [Fact]
    public async Task Tasks_and_a_data_set_of_ones_own_exclude_each_other()
    {
        CliRun both = await InProcess.Eventsnn(["bench", "rules", "--task", $"signs={data}", "--dt", "5"]);
        both.ExitCode.ShouldBe(ExitCode.Usage);
        both.Error.ShouldContain("--dt");
        CliRun neither = await InProcess.Eventsnn(["bench", "rules"]);
        neither.ExitCode.ShouldBe(ExitCode.Usage);
        neither.Error.ShouldContain("--task");
    }

    [Fact]
    public async Task A_model_trained_by_back_propagation_is_a_model_like_any_other()
    {
        string model = folder.File("bptt.safetensors");
        CliRun run = await InProcess.Eventsnn([.. TinyFolders.Training(data), "--rule", "bptt", "--epochs", "2", "--out", model]);
        run.ExitCode.ShouldBe(ExitCode.Success, run.Error);
        run.Output.ShouldContain("retainedValues");
        CliRun evaluated = await InProcess.Eventsnn(["evaluate", "--model", model, .. TinyFolders.Options(data), "--folds", "3", "--json"]);
        evaluated.ExitCode.ShouldBe(ExitCode.Success, evaluated.Error);
    }

    [Theory]
    [InlineData("current-step")]
    [InlineData("feedback")]
    [InlineData("superspike")]
    [InlineData("stdp")]
    public async Task A_rule_with_a_network_of_its_own_trains_tests_and_saves_it(string rule)
    {
        string model = folder.File("m.safetensors");
        CliRun run = await InProcess.Eventsnn([.. TinyFolders.Training(data), "--rule", rule, "--epochs", "10", "--out", model]);
        run.ExitCode.ShouldBe(ExitCode.Success, run.Error);
        run.JsonLines().Count(l => l.GetProperty("type").GetString() == "epoch").ShouldBe(10);
        run.Line("result").GetProperty("accuracy").GetDouble().ShouldBe(1);
        File.Exists(folder.File("m.run/curve.svg")).ShouldBeTrue();
        CliRun evaluated = await InProcess.Eventsnn(["evaluate", "--model", model, .. TinyFolders.Options(data), "--folds", "3"]);
        evaluated.ExitCode.ShouldBe(ExitCode.BadContent);
        evaluated.Error.ShouldContain($"eventsnn-{rule}-1");
    }

    [Theory]
    [InlineData("bptt", "--device", "opencl:0")]
    [InlineData("bptt", "--update-policy", "every:2")]
    [InlineData("feedback", "--freeze-out", "0.8")]
    [InlineData("current-step", "--resume", "")]
    public async Task An_option_that_a_rule_would_not_look_at_is_refused(string rule, string option, string value)
    {
        CliRun run = await InProcess.Eventsnn([.. TinyFolders.Training(data), "--rule", rule, "--out", folder.File("m"), option, .. value.Length > 0 ? new[] { value } : []]);
        run.ExitCode.ShouldBe(ExitCode.Usage);
        run.Error.ShouldContain(option);
        run.Error.ShouldContain(rule);
    }

    [Fact]
    public async Task FreezeOut_is_an_option_of_training_and_is_checked()
    {
        CliRun run = await InProcess.Eventsnn([.. TinyFolders.Training(data), "--preset", "g1-dense", "--freeze-out", "0.5", "--epochs", "4", "--out", folder.File("m")]);
        run.ExitCode.ShouldBe(ExitCode.Success, run.Error);
        using JsonDocument record = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("m.run/run.json"), TestContext.Current.CancellationToken));
        record.RootElement.GetProperty("options").GetProperty("freezeOut").GetProperty("first").GetDouble().ShouldBe(.5);
        record.RootElement.GetProperty("skippedLayerUpdates").GetInt64().ShouldBeGreaterThan(0);
        CliRun wrong = await InProcess.Eventsnn([.. TinyFolders.Training(data), "--freeze-out", "2", "--out", folder.File("n")]);
        wrong.ExitCode.ShouldBe(ExitCode.Usage);
        wrong.Error.ShouldContain("above 0, at most 1");
    }

    [Theory]
    [InlineData("spikeprop", "eventsnn demo spikeprop")]
    [InlineData("hope", "one of decolle, tess, bptt")]
    public async Task A_rule_that_makes_no_model_says_where_it_is(string rule, string expected)
    {
        CliRun run = await InProcess.Eventsnn([.. TinyFolders.Training(data), "--rule", rule, "--out", folder.File("m.safetensors")]);
        run.ExitCode.ShouldNotBe(ExitCode.Success);
        run.Error.ShouldContain(expected);
    }
}
