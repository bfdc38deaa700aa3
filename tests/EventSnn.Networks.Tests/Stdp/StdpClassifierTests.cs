using EventSnn.Networks.EndToEnd;
using EventSnn.Networks.Stdp;
using EventSnn.Networks.Tests.Support;

namespace EventSnn.Networks.Tests.Stdp;

public sealed class StdpClassifierTests
{
    [Fact]
    public void What_neurons_found_without_labels_tells_classes_apart()
    {
        StdpClassifier classifier = Taught(flip: false);
        LabelledClip[] unseen = TwoHalves.Draw(20, 2);
        unseen.Count(c => classifier.Present(c.Steps, -1) == c.Label).ShouldBe(20);
    }

    [Fact]
    public void Labels_change_no_weight()
        => Taught(flip: true).Weights.ToArray().ShouldBe(Taught(flip: false).Weights.ToArray());

    [Fact]
    public void Classifying_changes_nothing()
    {
        StdpClassifier classifier = Taught(flip: false);
        double[] before = classifier.Weights.ToArray();
        LabelledClip clip = TwoHalves.Draw(1, 3)[0];
        int seen = classifier.Present(clip.Steps, -1);
        classifier.Present(clip.Steps, -1).ShouldBe(seen);
        classifier.Weights.ToArray().ShouldBe(before);
    }

    [Fact]
    public void The_weights_of_a_neuron_keep_their_sum_and_their_range()
    {
        StdpClassifier classifier = Taught(flip: false);
        for (int i = 0; i < classifier.Neurons; i++)
        {
            double sum = 0;
            for (int j = 0; j < TwoHalves.Inputs; j++)
            {
                double weight = classifier.Weights[(j * classifier.Neurons) + i];
                weight.ShouldBeInRange(0, 1);
                sum += weight;
            }

            sum.ShouldBe(.1 * TwoHalves.Inputs, 1e-9);
        }
    }

    private static StdpClassifier Taught(bool flip)
    {
        var classifier = new StdpClassifier(TwoHalves.Inputs, 2, TwoHalves.StepMicroseconds, seed: 1, neurons: 10);
        foreach (LabelledClip clip in TwoHalves.Draw(60, 1))
        {
            classifier.Present(clip.Steps, flip ? 1 - clip.Label : clip.Label);
        }

        return classifier;
    }
}
