using System.Text.Json;
using EventSnn.TestKit;

namespace EventSnn.Cli.Tests.Replay;

public sealed class ReplayTests
{
    [Fact]
    public async Task Learning_from_one_recording_recognises_another()
    {
        using var folder = new TemporaryFolder();
        string learn = TinyGestures.Write(folder.Path, "learn", seed: 1);
        string test = TinyGestures.Write(folder.Path, "test", seed: 2);
        CliRun run = await CliRun.Eventsnn("replay", learn, "--learn", "--epochs", "4", "--test", test, "--json");
        run.ExitCode.ShouldBe(0, run.Error);

        JsonElement learned = run.Line("result", "learn");
        learned.GetProperty("notScored").GetInt32().ShouldBe(3, "the first gesture of each class was never learned before");
        learned.GetProperty("samples").GetInt32().ShouldBe(3);
        JsonElement tested = run.Line("result", "test");
        tested.GetProperty("samples").GetInt32().ShouldBe(6);
        tested.GetProperty("accuracy").GetDouble().ShouldBe(1);
        run.JsonLines().Count(l => l.GetProperty("type").GetString() == "classification").ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task With_a_fraction_it_learns_from_the_first_part_and_tests_on_the_rest()
    {
        using var folder = new TemporaryFolder();
        string path = TinyGestures.Write(folder.Path, "gestures", seed: 1, gestures: 3, milliseconds: 400);
        CliRun run = await CliRun.Eventsnn("replay", path, "--learn", "--learn-fraction", ".5", "--epochs", "4", "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        JsonElement[] gestures = [.. run.JsonLines().Where(l => l.GetProperty("type").GetString() == "gesture")];
        gestures.Select(g => g.GetProperty("end").GetInt64() - g.GetProperty("start").GetInt64()).ShouldAllBe(length => length == 200_000);
        run.Line("result", "test").GetProperty("correct").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task The_same_seed_says_the_same_and_a_saved_model_says_what_it_said_before()
    {
        using var folder = new TemporaryFolder();
        string learn = TinyGestures.Write(folder.Path, "learn", seed: 1, gestures: 3);
        string test = TinyGestures.Write(folder.Path, "test", seed: 2, gestures: 3);
        string model = folder.File("m.safetensors");
        CliRun first = await CliRun.Eventsnn("replay", learn, "--learn", "--epochs", "2", "--test", test, "--json", "--save", model);
        first.ExitCode.ShouldBe(0, first.Error);
        CliRun second = await CliRun.Eventsnn("replay", learn, "--learn", "--epochs", "2", "--test", test, "--json");
        second.Output.ShouldBe(first.Output);

        CliRun loaded = await CliRun.Eventsnn("replay", test, "--model", model, "--json");
        loaded.ExitCode.ShouldBe(0, loaded.Error);
        Tests(loaded).ShouldBe(Tests(first));

        static string[] Tests(CliRun run) =>
            [.. run.Output.Split('\n').Where(l => l.Contains("\"phase\":\"test\"", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task One_thread_says_what_two_say()
    {
        using var folder = new TemporaryFolder();
        string path = TinyGestures.Write(folder.Path, "learn", seed: 1, gestures: 4);
        CliRun one = await CliRun.Eventsnn("replay", path, "--learn", "--epochs", "2", "--test", path, "--json", "--threads", "1");
        CliRun two = await CliRun.Eventsnn("replay", path, "--learn", "--epochs", "2", "--test", path, "--json", "--threads", "2");
        one.ExitCode.ShouldBe(0, one.Error);
        two.Output.ShouldBe(one.Output);
    }

    [Fact]
    public async Task A_paced_replay_says_the_same_things_to_people()
    {
        using var folder = new TemporaryFolder();
        string path = TinyGestures.Write(folder.Path, "gestures", seed: 1, gestures: 2, milliseconds: 100);
        CliRun run = await CliRun.Eventsnn("replay", path, "--learn", "--epochs", "1", "--speed", "2x");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("first of its class");
    }

    [Theory]
    [InlineData(50_000)]
    [InlineData(1000, "--preset", "paper")]
    [InlineData(10_000, "--preset", "gesture")]
    [InlineData(5000, "--preset", "paper", "--dt", "5")]
    public async Task A_preset_brings_its_step_unless_another_is_asked_for(int microseconds, params string[] options)
    {
        using var folder = new TemporaryFolder();
        string learn = TinyGestures.Write(folder.Path, "learn", seed: 1, gestures: 3, milliseconds: 100);
        CliRun run = await CliRun.Eventsnn(["replay", learn, "--learn", "--epochs", "1", "--json", .. options]);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Line("network").GetProperty("stepMicroseconds").GetInt64().ShouldBe(microseconds);
    }
}
