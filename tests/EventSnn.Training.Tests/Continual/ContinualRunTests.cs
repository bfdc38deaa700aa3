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
        kept.AllAccuracy.ShouldBe(kept.JointAccuracy, 1e-9); // the same, whatever the order
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

    private static ContinualFigures Run(Func<IContinualReadout> create, int passes) => ContinualRun.Run(
        Clips(seed: 1, each: 12), Clips(seed: 2, each: 10), Classes, new ContinualProtocol { BaseClasses = 3, Shots = 5, Seed = 4 }, create, passes);

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
