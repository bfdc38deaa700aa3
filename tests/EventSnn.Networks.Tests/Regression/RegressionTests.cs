using EventSnn.Events.Binning;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Regression;

namespace EventSnn.Networks.Tests.Regression;

public sealed class RegressionTests
{
    [Fact]
    public void Three_layers_learn_three_targets_from_the_same_spikes()
    {
        // The short form of DC-2 (eventsnn demo regression): an eighth of the neurons and of the time.
        using var task = new RegressionTask(32, 100, 2);
        double[] first = task.Pass(null);
        for (int pass = 0; pass < 60; pass++)
        {
            task.Pass(pass / 60.0);
        }

        double[] last = task.Pass(null);
        last[0].ShouldBeLessThan(.4);
        for (int i = 0; i < 3; i++)
        {
            last[i].ShouldBeLessThan(first[i], $"layer {i}");
        }
    }

    [Fact]
    public void A_pass_without_learning_shows_the_same_as_the_one_before()
    {
        using var task = new RegressionTask(24, 60, 1);
        task.Pass(0);
        task.Pass(null);
        float[][] once = [.. task.Outputs.Select(o => o.ToArray())];
        task.Pass(null);
        task.Outputs.Zip(once).ShouldAllBe(pair => pair.First.SequenceEqual(pair.Second));
    }

    [Fact]
    public void Errors_of_one_layer_change_no_other()
    {
        NetworkDefinition definition = Definition(LossKind.SmoothL1);
        using var network = new RegressionNetwork(definition, 3);
        using var other = new RegressionNetwork(definition, 3);
        ushort[] ones = [1, 1, 1];
        bool upperDiffers = false;
        for (int t = 0; t < 200; t++)
        {
            network.Step([t % 4, 4, 5], ones, [.5f, 1], learn: true);
            other.Step([t % 4, 4, 5], ones, [.5f, -1], learn: true);
            network.Output(0).ToArray().ShouldBe(other.Output(0).ToArray());
            upperDiffers |= network.Output(1)[0] != other.Output(1)[0];
        }

        upperDiffers.ShouldBeTrue();
    }

    [Fact]
    public void A_definition_that_does_not_fit_says_what_does()
    {
        Should.Throw<ModelException>(() => new RegressionNetwork(Definition(LossKind.SoftmaxCrossEntropy), 1)).Message.ShouldContain("smooth-L1");
        using var network = new RegressionNetwork(Definition(LossKind.SmoothL1), 1);
        Should.Throw<ArgumentException>(() => network.Step([], [], [1], learn: true)).Message.ShouldContain("2 layers");
    }

    private static NetworkDefinition Definition(LossKind loss)
    {
        var start = new WeightInitialisation { Kind = WeightInitialisationKind.Normal, Scale = 6 };
        var neuron = new NeuronDefinition { Gains = GainRule.Normalised, Surrogate = SurrogateKind.Sigmoid, Activation = ActivationKind.Sigmoid };
        DenseLayer layer = new() { Size = 10, Neuron = neuron, Initialisation = start, Readout = new ReadoutDefinition { Amplitude = 2 } };
        return new NetworkDefinition
        {
            Preset = "test",
            Input = new InputShape(6, 1, 1),
            StepMicroseconds = 1000,
            ClassNames = ["y"],
            Layers = [layer, layer],
            Loss = new LossDefinition(loss),
            Optimiser = new OptimiserDefinition { Kind = OptimiserKind.Sgd, LearningRate = .5 },
        };
    }
}
