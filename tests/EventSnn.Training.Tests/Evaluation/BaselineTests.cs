using EventSnn.Events.Binning;
using EventSnn.Training.Baselines;

namespace EventSnn.Training.Tests.Evaluation;

public sealed class BaselineTests
{
    [Fact]
    public void Every_control_learns_two_separate_classes_from_one_example_each()
    {
        foreach (OnlineClassifier c in new OnlineClassifier[] { new NearestCentroid(3, 2), new NearestNeighbour(), new LinearSoftmax(3, 2) })
        {
            c.Predict([1, 0]).ShouldBe(-1, c.Name);
            c.Learn([1, 0], 2);
            c.Learn([0, 1], 0);
            c.Predict([.9f, .1f]).ShouldBe(2, c.Name);
            c.Predict([.1f, .9f]).ShouldBe(0, c.Name);
        }
    }

    [Fact]
    public void Features_count_or_decay_events_and_have_length_one()
    {
        var steps = new StepSequence(1000);
        steps.Append([0], [3]);
        steps.Append([3], [4]);
        var features = new ClipFeatures(new InputShape(1, 2, 2));
        features.Make(steps, int.MaxValue).ShouldBe([.6f, 0, 0, .8f]);
        float[] decayed = features.Make(steps, int.MaxValue, 1000 / Math.Log(2));
        (decayed[0] / decayed[3]).ShouldBe(1.5f / 4, 1e-5f);
        features.Make(steps, 1).ShouldBe([1, 0, 0, 0]);
        new ClipFeatures(new InputShape(1, 2, 2), 1).Make(steps, int.MaxValue).ShouldBe([1f]);
    }

    [Fact]
    public void Fading_accuracy_follows_its_recursion()
    {
        var a = new FadingAccuracy(.5);
        a.Add(true);
        a.Add(false);
        a.Add(true);
        a.Mean.ShouldBe(2.0 / 3, 1e-12);
        a.Faded.ShouldBe((1 + .25) / (1 + .5 + .25), 1e-12);
    }
}
