using EventSnn.Networks.Compute;
using EventSnn.Networks.Learning;
using EventSnn.Networks.Tests.Support;

namespace EventSnn.Networks.Tests.Learning;

public sealed class UpdatePolicyTests
{
    [Fact]
    public void Every_fourth_step_skips_three_quarters()
    {
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 1);
        network.UpdatePolicy = new UpdatePolicy { EveryN = 4 };
        Synthetic.Run(network, network.CreateState(), 0, 83);
        ((double)network.SkippedLayerUpdates / network.PossibleLayerUpdates).ShouldBe(.75, .02);
    }

    [Fact]
    public void A_threshold_above_every_error_leaves_the_weights_alone_and_says_so()
    {
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 1);
        float[] before = network.Tensor(0, LayerTensor.Weights);
        network.UpdatePolicy = new UpdatePolicy { ErrorThreshold = 1000 };
        Synthetic.Run(network, network.CreateState(), 0, 40);
        network.Tensor(0, LayerTensor.Weights).ShouldBe(before);
        network.PossibleLayerUpdates.ShouldBeGreaterThan(0);
        network.SkippedLayerUpdates.ShouldBe(network.PossibleLayerUpdates);
    }
}
