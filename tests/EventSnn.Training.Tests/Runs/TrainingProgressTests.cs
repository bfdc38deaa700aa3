using EventSnn.Training.Runs;

namespace EventSnn.Training.Tests.Runs;

/// <summary>What a person sees of a long run.</summary>
public sealed class TrainingProgressTests
{
    [Fact]
    public void It_moves_and_tells_the_time_left_within_the_first_mini_batch()
    {
        var progress = new TrainingProgress { Total = 200 };
        progress.Begin(0);
        progress.Remaining.ShouldBeNull("nothing was done yet");
        progress.Within(36); // half of a mini-batch of 72
        progress.Done.ShouldBe(0);
        progress.Fraction.ShouldBe(.18, 1e-12);
        progress.ClipsPerSecond.ShouldBeGreaterThan(0);
        progress.Remaining.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
        progress.End(72);
        progress.Fraction.ShouldBe(.36, 1e-12);
    }

    [Fact]
    public void Its_speed_is_that_of_this_process_also_after_a_resume()
    {
        var progress = new TrainingProgress { Total = 1_000_000 };
        progress.Begin(999_999);
        progress.ClipsPerSecond.ShouldBe(0);
        progress.Remaining.ShouldBeNull();
        progress.End(1_000_000);
        progress.ClipsPerSecond.ShouldBeGreaterThan(0);
        progress.Remaining.ShouldBe(TimeSpan.Zero);
        progress.Fraction.ShouldBe(1);
    }
}
