using EventSnn.Training.Evaluation;

namespace EventSnn.Training.Tests.Evaluation;

public sealed class FigureTests
{
    [Fact]
    public void Ece_is_the_weighted_gap_between_confidence_and_accuracy()
    {
        // Bin [.8, .9): four at .85, two right: gap .35. Bin [.2, .3): one at .25, right: gap .75. ECE = 4/5 * .35 + 1/5 * .75.
        Calibration c = Calibration.Of([(.85, true), (.85, true), (.85, false), (.85, false), (.25, true)])!;
        c.ExpectedError.ShouldBe(.43, 1e-12);
        c.Bins[8].Count.ShouldBe(4);
        c.Bins[8].Accuracy.ShouldBe(.5);
        Calibration.Of([(1, true)])!.ExpectedError.ShouldBe(0);
        Calibration.Of([]).ShouldBeNull();
    }

    [Fact]
    public void Auroc_is_the_probability_that_known_beats_unknown()
    {
        Rejection r = Rejection.Of([.9, .8, .4], [.6, .4])!;

        // Of six pairs, four are won and one is a tie.
        r.Auroc.ShouldBe(4.5 / 6, 1e-12);
        r.FalsePositiveRateAt95.ShouldBe(1);
        Rejection.Of([.9, .8], [.1, .2])!.ShouldSatisfyAllConditions(b => b.Auroc.ShouldBe(1), b => b.FalsePositiveRateAt95.ShouldBe(0));
        Rejection.Of([.9], []).ShouldBeNull();
    }

    [Fact]
    public void Deviation_over_seeds_is_that_of_a_sample()
    {
        SeedSummary s = SeedSummary.Of([.7, .8, .9]);
        s.Mean.ShouldBe(.8, 1e-12);
        s.Deviation!.Value.ShouldBe(.1, 1e-12);
        SeedSummary.Of([.5]).Deviation.ShouldBeNull();
    }
}
