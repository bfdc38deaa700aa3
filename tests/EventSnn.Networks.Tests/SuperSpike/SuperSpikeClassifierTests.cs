using EventSnn.Networks.EndToEnd;
using EventSnn.Networks.SuperSpike;
using EventSnn.Networks.Tests.Support;

namespace EventSnn.Networks.Tests.SuperSpike;

public sealed class SuperSpikeClassifierTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void The_neuron_of_the_class_spikes_most(int hidden)
    {
        var classifier = new SuperSpikeClassifier(TwoHalves.Inputs, 2, TwoHalves.StepMicroseconds, seed: 1, hidden);
        foreach (LabelledClip clip in TwoHalves.Draw(60, 1))
        {
            classifier.Present(clip.Steps, clip.Label);
        }

        classifier.Updates.ShouldBe(180, "three in each of 60 clips of 300 ms");
        foreach (LabelledClip clip in TwoHalves.Draw(10, 2))
        {
            classifier.Present(clip.Steps, -1).ShouldBe(clip.Label);
            classifier.Spikes[clip.Label].ShouldBeGreaterThan(classifier.Spikes[1 - clip.Label]);
        }

        classifier.Updates.ShouldBe(180, "nothing is learned from what has no label");
    }

    [Fact]
    public void Equal_seeds_give_equal_decisions()
    {
        LabelledClip[] clips = TwoHalves.Draw(8, 1);
        var runs = new List<int[]>();
        for (int run = 0; run < 2; run++)
        {
            var classifier = new SuperSpikeClassifier(TwoHalves.Inputs, 2, TwoHalves.StepMicroseconds, seed: 5, hidden: 10);
            runs.Add([.. clips.SelectMany(c => new[] { classifier.Present(c.Steps, c.Label), classifier.Spikes[0], classifier.Spikes[1] })]);
        }

        runs[1].ShouldBe(runs[0]);
    }
}
