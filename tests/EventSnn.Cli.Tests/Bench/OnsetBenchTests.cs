using EventSnn.Cli.Bench;

namespace EventSnn.Cli.Tests.Bench;

public sealed class OnsetBenchTests
{
    private const double Never = double.PositiveInfinity;

    [Fact]
    public void A_delay_that_most_gestures_have_needs_no_explanation() => OnsetBenchCommand.WhyNone([100, 120, 150, 200, 300, 310, 320, 330, 340, 350, Never]).ShouldBeNull();

    [Fact]
    public void Where_one_gesture_in_five_was_never_named_the_time_for_90_percent_is_missing_and_told()
    {
        string why = OnsetBenchCommand.WhyNone([100, 110, 120, 130, 140, 150, 160, 170, Never, Never])!;
        why.ShouldContain("2 of 10 gestures");
        why.ShouldContain("no time for 90 %");
        why.ShouldNotContain("median");
    }

    [Fact]
    public void Where_half_of_the_gestures_were_never_named_the_median_is_missing_and_told()
    {
        string why = OnsetBenchCommand.WhyNone([100, Never, Never])!;
        why.ShouldContain("2 of 3 gestures");
        why.ShouldContain("neither a median");
        why.ShouldContain("--teach");
    }
}
