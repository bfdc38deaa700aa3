using EventSnn.Events.Binning;
using EventSnn.Events.Random;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Initialisation;

namespace EventSnn.Networks.Tests.Initialisation;

public sealed class DataScaledStartTests
{
    private static readonly InputShape Input = new(2, 16, 16);

    [Fact]
    public void The_potentials_of_every_layer_of_g2_start_with_variance_one_and_mean_zero()
    {
        using SpikingNetwork network = Create("g2-dense");
        StepSequence[] windows = Windows();
        DataScaledStart.IsDue(network).ShouldBeTrue();
        DataScaledStart.Apply(network, windows);
        for (int layer = 0; layer < network.Layers.Count; layer++)
        {
            (double mean, double variance) = Potentials(network, layer, windows);
            variance.ShouldBe(1, .1, $"layer {layer}");
            Math.Abs(mean).ShouldBeLessThanOrEqualTo(.2, $"layer {layer}");
        }
    }

    [Fact]
    public void A_network_that_does_not_ask_for_it_is_left_alone()
    {
        using SpikingNetwork network = Create("g1-dense");
        float[] before = network.Tensor(1, LayerTensor.Bias);
        DataScaledStart.IsDue(network).ShouldBeFalse();
        DataScaledStart.Apply(network, Windows());
        network.Tensor(1, LayerTensor.Bias).ShouldBe(before);
    }

    [Fact]
    public void Without_data_nothing_changes()
    {
        using SpikingNetwork network = Create("g2-dense");
        float[] before = network.Tensor(0, LayerTensor.Weights);
        DataScaledStart.Apply(network, [new StepSequence(1000)]);
        network.Tensor(0, LayerTensor.Weights).ShouldBe(before);
    }

    private static SpikingNetwork Create(string preset) =>
        SpikingNetwork.Create(NetworkPresets.Create(preset, Input, ["a", "b", "c"], 1000), seed: 3);

    private static StepSequence[] Windows()
    {
        var random = new RandomStream(8);
        return
        [
            .. Enumerable.Range(0, 4).Select(_ =>
            {
                var window = new StepSequence(1000);
                for (int k = 0; k < 100; k++)
                {
                    int[] inputs = [.. Enumerable.Range(0, Input.Size).Where(_ => random.NextSingle() < .05f)];
                    window.Append(inputs, [.. inputs.Select(_ => (ushort)1)]);
                }

                return window;
            }),
        ];
    }

    private static (double Mean, double Variance) Potentials(SpikingNetwork network, int layer, StepSequence[] windows)
    {
        var all = new List<double>();
        foreach (StepSequence window in windows)
        {
            NetworkState state = network.CreateState();
            for (int k = 0; k < window.Count; k++)
            {
                network.Step(state, window.Inputs(k), window.Counts(k), -1, learn: false);
            }

            all.AddRange(state.Tensor(layer, StateTensor.Potential).Select(u => (double)u));
        }

        double mean = all.Average();
        return (mean, all.Average(u => (u - mean) * (u - mean)));
    }
}
