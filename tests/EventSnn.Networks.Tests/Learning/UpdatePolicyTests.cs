using EventSnn.Networks.Compute;
using EventSnn.Networks.Compute.Reference;
using EventSnn.Networks.Compute.Simd;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Learning;
using EventSnn.Networks.Tests.Support;
using EventSnn.TestKit;

namespace EventSnn.Networks.Tests.Learning;

public sealed class UpdatePolicyTests
{
    private static readonly double[] Units = [-1, 0, 1];

    [Fact]
    public void Every_fourth_step_skips_three_quarters()
    {
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 1);
        network.UpdatePolicy = new UpdatePolicy { EveryN = 4 };
        Synthetic.Run(network, network.CreateState(), 0, 83);
        ((double)network.SkippedLayerUpdates / network.PossibleLayerUpdates).ShouldBe(.75, .02);
    }

    [Theory]
    [InlineData("always")]
    [InlineData("every:4")]
    [InlineData("error:0.25")]
    [InlineData("rate:0.05")]
    [InlineData("every:2,rate:0.1,levels:1")]
    [InlineData("rate:0.05,accumulate")]
    [InlineData("every:20,accumulate")]
    public void A_policy_is_written_as_it_is_read(string text) => UpdatePolicy.Parse(text).ToString().ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("sometimes")]
    [InlineData("every:0")]
    [InlineData("rate:1")]
    [InlineData("rate:x")]
    [InlineData("error:-1")]
    [InlineData("error:.1,rate:.1")]
    [InlineData("levels:2")]
    [InlineData("accumulate")]
    [InlineData("rate:0.1,levels:1,accumulate")]
    public void What_is_no_policy_is_refused_with_an_example(string text)
    {
        ModelException e = Should.Throw<ModelException>(() => UpdatePolicy.Parse(text));
        e.Message.ShouldContain($"found \"{text}\"");
        e.Message.ShouldContain("rate:0.05,levels:1");
    }

    [Theory]
    [InlineData(.05)]
    [InlineData(.3)]
    public void A_chosen_rate_is_reached_whatever_the_size_of_the_errors(double rate)
    {
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 1);
        network.UpdatePolicy = new UpdatePolicy { Rate = rate };
        NetworkState state = network.CreateState();
        Synthetic.Run(network, state, 0, 600); // the threshold finds its place
        (long made, long possible) = (network.PossibleLayerUpdates - network.SkippedLayerUpdates, network.PossibleLayerUpdates);
        Synthetic.Run(network, state, 600, 3600);
        ((double)(network.PossibleLayerUpdates - network.SkippedLayerUpdates - made) / (network.PossibleLayerUpdates - possible)).ShouldBe(rate, .1 * rate);
    }

    [Fact]
    public void Ternary_errors_make_gradients_of_three_sizes()
    {
        // A dense layer with one channel per neuron: the gradient of a bias is the neuron's delta, G^T e with e in {-u, 0, u}.
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(dropout: 0), 1);
        network.UpdatePolicy = new UpdatePolicy { ErrorThreshold = .2f, Levels = 1 };
        NetworkState state = network.CreateState();
        float[] g = network.Tensor(2, LayerTensor.ReadoutWeights);
        int seen = 0;
        for (int t = 0; t < 60; t++)
        {
            long made = network.PossibleLayerUpdates - network.SkippedLayerUpdates;
            Synthetic.Run(network, state, t, t + 1);
            if (network.PossibleLayerUpdates - network.SkippedLayerUpdates == made)
            {
                continue;
            }

            float[] u = state.Tensor(2, StateTensor.Potential);
            float[] delta = state.Tensor(2, StateTensor.Delta);
            for (int n = 0; n < delta.Length; n++)
            {
                double derivative = Surrogates.Derivative(SurrogateKind.FastSigmoid, (double)u[n]);
                double[] possible = [.. from a in Units from b in Units from c in Units select .2 * derivative * ((a * g[n]) + (b * g[delta.Length + n]) + (c * g[(2 * delta.Length) + n]))];
                possible.Min(p => Math.Abs(p - delta[n])).ShouldBeLessThan(1e-6);
                seen += delta[n] != 0 ? 1 : 0;
            }
        }

        seen.ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData("every:3")]
    [InlineData("rate:0.2,levels:2")]
    [InlineData("every:4,accumulate")]
    [InlineData("rate:0.2,accumulate")]
    public void A_checkpoint_keeps_the_policy_and_where_it_stands(string policy)
    {
        using var folder = new TemporaryFolder();
        using SpikingNetwork straight = SpikingNetwork.Create(Synthetic.Network(), 5);
        straight.UpdatePolicy = UpdatePolicy.Parse(policy);
        NetworkState stream = straight.CreateState();
        Synthetic.Run(straight, stream, 0, 31);
        straight.Save(folder.File("m"));
        stream.Save(folder.File("s"));
        Synthetic.Run(straight, stream, 31, 90);

        using SpikingNetwork second = SpikingNetwork.Load(folder.File("m"));
        NetworkState resumed = second.CreateState();
        resumed.Restore(folder.File("s"));
        Synthetic.Run(second, resumed, 31, 90);
        Synthetic.Everything(second, resumed).ShouldBe(Synthetic.Everything(straight, stream));
        second.UpdatePolicy.ShouldBe(straight.UpdatePolicy);
        second.SkippedLayerUpdates.ShouldBe(straight.SkippedLayerUpdates);
        second.PossibleLayerUpdates.ShouldBe(straight.PossibleLayerUpdates);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_accumulating_policy_applies_the_sum_of_the_gradients_since_the_last_update(bool reference)
    {
        // Gradient descent at rate lr: W changes by -lr times the sum of gradients, which a twin that never updates tells step by step.
        IComputeBackend Backend() => reference ? new ReferenceBackend() : new SimdBackend();
        NetworkDefinition definition = Synthetic.Network(OptimiserKind.Sgd, dropout: 0) with { BurnInSteps = 0 };
        using SpikingNetwork network = SpikingNetwork.Create(definition, 1, Backend());
        using SpikingNetwork frozen = SpikingNetwork.Create(definition, 1, Backend());
        frozen.LearningRateFactor = 0;
        network.UpdatePolicy = UpdatePolicy.Parse("every:5,accumulate");
        NetworkState state = network.CreateState();
        NetworkState twin = frozen.CreateState();
        Synthetic.Run(network, state, 0, 1); // the first labelled step updates: 0 is a multiple of 5
        Synthetic.Run(frozen, twin, 0, 1);
        frozen.CopyWeightsFrom(network);
        float[] before = network.Tensor(0, LayerTensor.Weights);
        var sum = new double[before.Length];
        for (int t = 1; t < 7; t++)
        {
            if (t == 5)
            {
                // Step 5 has no label. The update comes at step 6.
                network.Tensor(0, LayerTensor.Weights).ShouldBe(before);
            }

            Synthetic.Run(network, state, t, t + 1);
            Synthetic.Run(frozen, twin, t, t + 1);
            if (t != 5)
            {
                float[] gradient = frozen.Tensor(0, LayerTensor.WeightGradient);
                for (int i = 0; i < sum.Length; i++)
                {
                    sum[i] += gradient[i];
                }
            }
        }

        double[] expected = [.. before.Select((w, i) => w - (definition.Optimiser.LearningRate * sum[i]))];
        sum.Max(Math.Abs).ShouldBeGreaterThan(1e-4);
        Compare.ShouldBeClose<float>(network.Tensor(0, LayerTensor.Weights), expected, 1e-6, "W");
        (network.PossibleLayerUpdates - network.SkippedLayerUpdates).ShouldBe(2 * network.Layers.Count);
    }

    [Fact]
    public void An_accumulating_policy_holds_its_rate()
    {
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 1);
        network.UpdatePolicy = UpdatePolicy.Parse("rate:0.045,accumulate");
        Synthetic.Run(network, network.CreateState(), 0, 2000);
        ((double)network.SkippedLayerUpdates / network.PossibleLayerUpdates).ShouldBeGreaterThan(.95);
        network.SkippedLayerUpdates.ShouldBeLessThan(network.PossibleLayerUpdates);
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
