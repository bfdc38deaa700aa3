using EventSnn.Training.Runs;

namespace EventSnn.Training.Tests.Runs;

/// <summary>Why a run cannot go on, in words.</summary>
public sealed class RunFingerprintTests
{
    private const string Now = """{"Preset":"best","Options":{"Seed":9,"BatchSize":20}}""";

    [Fact]
    public void Equal_runs_differ_in_nothing() => RunFingerprint.Differences(Now, Now).ShouldBeEmpty();

    [Fact]
    public void What_differs_is_named_with_both_values() =>
        RunFingerprint.Differences("""{"Options":{"Seed":1,"BatchSize":20}}""", Now)
            .ShouldBe(["Preset was not set, is \"best\"", "Options.Seed was 1, is 9"]);

    [Theory]
    [InlineData("")]
    [InlineData("a word")]
    [InlineData("{\"Preset\":")]
    public void A_run_that_does_not_tell_how_it_was_made_is_no_defect(string then) =>
        RunFingerprint.Differences(then, Now).ShouldBe(["it does not tell how"]);
}
