using System.Text.Json;
using EventSnn.Cli.Shell;
using EventSnn.TestKit;

namespace EventSnn.Cli.Tests.Replay;

/// <summary>What a replay says to people, beside what it computes.</summary>
public sealed class ReplayTellsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_line_per_gesture_while_it_learns_and_one_sum_at_the_end()
    {
        string learn = TinyGestures.Write(folder.Path, "learn", seed: 1);
        string one = TinyGestures.Write(folder.Path, "one", seed: 2, gestures: 3);
        string two = TinyGestures.Write(folder.Path, "two", seed: 3, gestures: 3);
        CliRun run = await CliRun.Eventsnn("replay", learn, "--learn", "--epochs", "4", "--test", one, two);
        run.ExitCode.ShouldBe(0, run.Error);
        string[] lines = run.Output.Split('\n');
        string[] learning = [.. lines.SkipWhile(l => !l.StartsWith("Learning", StringComparison.Ordinal)).TakeWhile(l => !l.StartsWith("Classifying", StringComparison.Ordinal))];
        learning.Count(l => l.Contains(" s  ", StringComparison.Ordinal)).ShouldBe(6, "one line per gesture");
        lines.Count(l => l.Contains("true class", StringComparison.Ordinal)).ShouldBe(1, "one table");
        run.Output.TrimEnd().Split('\n')[^1].ShouldBe("one.aedat 3 of 3, two.aedat 3 of 3: 6 of 6 right (100.0 %); guessing gets 2.");
        run.Error.ShouldContain("--save");
        lines.ShouldAllBe(l => !l.EndsWith(' '));
    }

    [Fact]
    public async Task The_sum_for_machines_is_that_of_the_recordings()
    {
        string learn = TinyGestures.Write(folder.Path, "learn", seed: 1);
        string test = TinyGestures.Write(folder.Path, "test", seed: 2, gestures: 3);
        CliRun run = await CliRun.Eventsnn("replay", learn, "--learn", "--epochs", "2", "--test", test, learn, "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        JsonElement sum = run.Line("summary");
        sum.GetProperty("samples").GetInt32().ShouldBe(9);
        sum.GetProperty("guessing").GetDouble().ShouldBe(3);
        sum.GetProperty("recordings").EnumerateArray().Sum(r => r.GetProperty("correct").GetInt32()).ShouldBe(sum.GetProperty("correct").GetInt32());
    }

    [Fact]
    public async Task A_recording_without_labels_is_classified_and_not_scored()
    {
        string learn = TinyGestures.Write(folder.Path, "learn", seed: 1);
        string test = TinyGestures.Write(folder.Path, "test", seed: 2);
        File.Delete(folder.File("test_labels.csv"));
        CliRun run = await CliRun.Eventsnn("replay", learn, "--learn", "--epochs", "1", "--test", test);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldContain($"{test} has no labels: classified, not scored");
        run.Output.ShouldContain("Classifying " + test);
        run.Output.ShouldNotContain("test.aedat:");
    }

    [Fact]
    public async Task A_recording_too_short_for_a_decision_is_said_to_be_so()
    {
        string learn = TinyGestures.Write(folder.Path, "learn", seed: 1);
        string model = folder.File("m.safetensors");
        (await CliRun.Eventsnn("replay", learn, "--learn", "--epochs", "1", "--save", model)).ExitCode.ShouldBe(0);
        string brief = TinyGestures.Write(folder.Path, "brief", seed: 2, gestures: 1, milliseconds: 20);
        File.Delete(folder.File("brief_labels.csv"));
        CliRun run = await CliRun.Eventsnn("replay", brief, "--model", model);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldContain("warning: ");
        run.Error.ShouldContain("too short for a decision");
    }

    [Fact]
    public async Task Labels_beyond_the_end_are_told_before_the_work_and_the_warnings_counted_after_it()
    {
        string learn = TinyGestures.Write(folder.Path, "learn", seed: 1);
        await File.AppendAllTextAsync(folder.File("learn_labels.csv"), "1,900000000,901000000\n", TestContext.Current.CancellationToken);
        byte[] bytes = await File.ReadAllBytesAsync(learn, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(learn, bytes[..^4], TestContext.Current.CancellationToken);
        CliRun run = await CliRun.Eventsnn("replay", learn, "--learn", "--epochs", "1");
        run.ExitCode.ShouldBe(0, run.Error);
        string[] lines = run.Error.TrimEnd().Split('\n');
        lines[0].ShouldStartWith("warning: ");
        lines[0].ShouldContain("1 of 7 labels");
        lines.Count(l => l.StartsWith("warning: ", StringComparison.Ordinal)).ShouldBe(3, "labels, the cut end, and their count");
        lines[^1].ShouldBe("warning: there were 2 warnings, see above");
        run.Output.ShouldNotContain("expected", customMessage: "faults are no results");
    }

    [Fact]
    public async Task Saving_over_the_model_that_was_loaded_is_warned_of()
    {
        string learn = TinyGestures.Write(folder.Path, "learn", seed: 1, gestures: 3);
        string model = folder.File("m.safetensors");
        CliRun first = await CliRun.Eventsnn("replay", learn, "--learn", "--epochs", "1", "--save", model);
        first.ExitCode.ShouldBe(0, first.Error);
        first.Error.ShouldNotContain("replace");
        CliRun again = await CliRun.Eventsnn("replay", learn, "--model", model, "--learn", "--epochs", "1", "--save", model);
        again.ExitCode.ShouldBe(0, again.Error);
        again.Error.ShouldContain($"warning: --save will replace {model}");
        again.Error.ShouldContain("it replaces the file that was there");
    }

    [Theory]
    [InlineData("learn.aedat")]
    [InlineData("learn_labels.csv")]
    [InlineData("test.aedat")]
    public async Task A_model_is_never_saved_over_a_recording_or_its_labels(string name)
    {
        string learn = TinyGestures.Write(folder.Path, "learn", seed: 1, gestures: 3);
        string test = TinyGestures.Write(folder.Path, "test", seed: 2, gestures: 3);
        byte[] before = await File.ReadAllBytesAsync(folder.File(name), TestContext.Current.CancellationToken);
        CliRun run = await CliRun.Eventsnn("replay", learn, "--learn", "--epochs", "1", "--test", test, "--save", folder.File(name));
        run.ShouldFail(ExitCode.Usage, "--save", folder.File(name), "a model to replace");
        (await File.ReadAllBytesAsync(folder.File(name), TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    [Fact]
    public async Task Testing_on_the_recording_that_is_learned_from_is_warned_of()
    {
        string learn = TinyGestures.Write(folder.Path, "learn", seed: 1, gestures: 3);
        string other = TinyGestures.Write(folder.Path, "other", seed: 2, gestures: 3);
        CliRun run = await CliRun.Eventsnn("replay", learn, "--learn", "--epochs", "1", "--test", other, learn);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldContain($"warning: --test {learn} is the recording that is learned from");
        run.Error.ShouldNotContain(other);
    }

    [Fact]
    public async Task It_reads_a_recording_whose_name_tells_no_format()
    {
        string learn = TinyGestures.Write(folder.Path, "learn", seed: 1, gestures: 3);
        (await CliRun.Eventsnn("convert", learn, folder.File("events.csv"))).ExitCode.ShouldBe(0);
        File.Move(folder.File("events.csv"), folder.File("events.log"));
        CliRun run = await CliRun.Eventsnn(
            "replay", folder.File("events.log"), "--input-format", "csv", "--size", "128x128", "--labels", folder.File("learn_labels.csv"), "--learn", "--epochs", "1", "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Line("result", "learn").GetProperty("notScored").GetInt32().ShouldBe(3);
    }
}
