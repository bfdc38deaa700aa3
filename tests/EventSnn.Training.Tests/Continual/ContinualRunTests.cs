using EventSnn.Events.Random;
using EventSnn.Networks.Continual;
using EventSnn.Training.Continual;

namespace EventSnn.Training.Tests.Continual;

public sealed class ContinualRunTests
{
    private const int Classes = 6;
    private const int Size = 8;

    [Fact]
    public void The_discriminant_keeps_what_it_knew_and_the_delta_rule_alone_does_not()
    {
        ContinualFigures kept = Run(() => new StreamingDiscriminant(Size), passes: 1);
        kept.AllAccuracy.ShouldBeGreaterThan(.95);
        ContinualFigures all = Run(() => new FewShotDiscriminant(Size), passes: 1, shots: null);
        all.AllAccuracy.ShouldBe(all.Joint.Accuracy, 1e-9); // the same, whatever the order
        all.OldLoss.ShouldBe(all.Joint.OldLoss, 1e-9);
        kept.Forgetting.ShouldBeLessThan(.05);
        kept.Curve.Count.ShouldBe(4);
        ContinualFigures forgot = Run(() => new DeltaReadout(Size), passes: 3);
        forgot.Forgetting.ShouldBeGreaterThan(.4);
        forgot.AllAccuracy.ShouldBeLessThan(.6);
        ContinualFigures rehearsed = Run(() => new DeltaReadout(Size, memory: new LatentMemory(Size, 200)), passes: 3);
        rehearsed.AllAccuracy.ShouldBeGreaterThan(forgot.AllAccuracy + .2);
    }

    [Fact]
    public void Equal_seeds_give_equal_figures_and_others_another_order()
    {
        ContinualFigures first = Run(() => new StreamingDiscriminant(Size), 1);
        Run(() => new StreamingDiscriminant(Size), 1).Curve.ShouldBe(first.Curve);
        first.SecondsPerClass.ShouldBe(5, 1e-9);
    }

    [Fact]
    public void Little_data_is_counted_in_seconds_too_and_the_last_clip_is_cut()
    {
        var protocol = new ContinualProtocol { BaseClasses = 3, Seconds = 2.5, Seed = 4 };
        ContinualFigures figures = ContinualRun.Run(Clips(1, 12), Clips(2, 10), Classes, protocol, () => new FewShotDiscriminant(Size), passes: 1);
        figures.SecondsPerClass.ShouldBe(2.5, 1e-9);
        figures.Joint.NewAccuracy.ShouldBeGreaterThanOrEqualTo(figures.NewAccuracy - .1);
        figures.ExpectedCalibrationError!.Value.ShouldBeInRange(0, .5);
    }

    [Fact]
    public void Classes_that_were_never_shown_are_told_by_their_distance()
    {
        UnknownFigures unknown = Run(() => new FewShotDiscriminant(Size), passes: 1).Unknown;
        unknown.Distance!.Auroc.ShouldBeGreaterThan(.9);
        unknown.Relative!.Auroc.ShouldBeGreaterThan(.6);
        unknown.Distance.Known.ShouldBe(30);
        unknown.Distance.Unknown.ShouldBe(30);
    }

    private static ContinualFigures Run(Func<IContinualReadout> create, int passes, int? shots = 5) => ContinualRun.Run(
        Clips(seed: 1, each: 12), Clips(seed: 2, each: 10), Classes, new ContinualProtocol { BaseClasses = 3, Shots = shots, Seed = 4 }, create, passes);

    private static LatentClip[] Clips(ulong seed, int each)
    {
        var random = new RandomStream(seed);
        return [.. Enumerable.Range(0, Classes * each).Select(i =>
        {
            int label = i % Classes;
            var vectors = new List<float[]>();
            double own = random.NextNormal();
            for (int k = 0; k < 10; k++)
            {
                vectors.Add([.. Enumerable.Range(0, Size).Select(d => (float)(.5 + (.3 * Math.Sin((5 * label) + (3.1 * d))) + (.05 * own) + (.05 * random.NextNormal())))]);
            }

            return new LatentClip(vectors, label, 1);
        })];
    }
}
