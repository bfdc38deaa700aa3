using EventSnn.Events.Binning;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Compute.Reference;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Tests.Learning;

public sealed class ReadoutLearnerTests
{
    private static readonly int[] Inputs = [3, 9, 17, 30, 40, 55, 70, 81, 100, 120];
    private static readonly ushort[] Counts = [4, 2, 6, 3, 5, 2, 4, 6, 3, 5];

    [Fact]
    public void One_step_is_gradient_descent_on_the_loss_by_finite_differences()
    {
        NetworkDefinition definition = Definition(rate: .25f, weightRate: 0);
        using SpikingNetwork network = SpikingNetwork.Create(definition, 4, new ReferenceBackend());

        // The first update leaves weights that are not zero, the second is checked.
        NetworkState state = network.CreateState();
        network.Step(state, Inputs, Counts, 1, learn: true);
        float[] before = network.Tensor(0, LayerTensor.ReadoutWeights);
        float[] bias = network.Tensor(0, LayerTensor.ReadoutBias);
        network.Step(state, Inputs, Counts, 2, learn: true);
        float[] after = network.Tensor(0, LayerTensor.ReadoutWeights);
        float[] spikes = state.Tensor(0, StateTensor.Output);
        spikes.Count(s => s > 0).ShouldBeGreaterThan(3);

        int features = spikes.Length;
        int plane = network.Layers[0].Pooled.Height * network.Layers[0].Pooled.Width;
        foreach (int k in new[] { 0, 1, 2 })
        {
            for (int channel = 0; channel < network.Layers[0].Pooled.Channels; channel++)
            {
                // Grid 1: all features of a channel share one weight w, so moving it moves r by h * sum(spikes).
                double sum = spikes.AsSpan(channel * plane, plane).ToArray().Sum();
                const double H = 1e-5;
                double slope = (Loss(before, bias, spikes, k, H * sum) - Loss(before, bias, spikes, k, -H * sum)) / (2 * H);

                // G is the mean's weight, w = G / plane: dG = -lr dL/dG, dL/dG = dL/dw / plane, and dw = dG / plane.
                double expected = -.25 * slope / plane / plane;
                int at = (k * features) + (channel * plane);
                (after[at] - before[at]).ShouldBe((float)expected, 2e-6f);
                after.AsSpan(at, plane).ToArray().Distinct().Count().ShouldBe(1);
            }
        }
    }

    [Fact]
    public void The_default_backend_learns_the_same_readout_as_the_reference()
    {
        NetworkDefinition definition = Definition(rate: .1f, weightRate: 1e-3);
        using SpikingNetwork fast = SpikingNetwork.Create(definition, 4);
        using SpikingNetwork slow = SpikingNetwork.Create(definition, 4, new ReferenceBackend());
        NetworkState a = fast.CreateState();
        NetworkState b = slow.CreateState();
        for (int k = 0; k < 6; k++)
        {
            fast.Step(a, Inputs, Counts, k % 3, learn: true);
            slow.Step(b, Inputs, Counts, k % 3, learn: true);
        }

        float[] expected = slow.Tensor(0, LayerTensor.ReadoutWeights);
        float[] found = fast.Tensor(0, LayerTensor.ReadoutWeights);
        expected.ShouldContain(w => w != 0);
        for (int i = 0; i < expected.Length; i++)
        {
            found[i].ShouldBe(expected[i], 1e-4f);
        }
    }

    [Fact]
    public void A_learned_readout_refuses_what_it_cannot_do()
    {
        NetworkDefinition definition = Definition(rate: 0, weightRate: 0);
        Should.Throw<ModelException>(() => SpikingNetwork.Create(definition, 1)).Message.ShouldContain("learning rate");
        ConvolutionLayer layer = (ConvolutionLayer)Definition(.1f, 0).Layers[0];
        NetworkDefinition dropping = definition with { Layers = [layer with { Readout = layer.Readout with { Dropout = .5f } }] };
        Should.Throw<ModelException>(() => SpikingNetwork.Create(dropping, 1)).Message.ShouldContain("dropout");
    }

    // Cross-entropy of softmax(G s + c) with label 2, where r[k] is moved by a difference.
    private static double Loss(float[] g, float[] c, float[] spikes, int moved, double by)
    {
        var r = new double[c.Length];
        for (int k = 0; k < r.Length; k++)
        {
            r[k] = c[k] + (k == moved ? by : 0);
            for (int f = 0; f < spikes.Length; f++)
            {
                r[k] += (double)g[(k * spikes.Length) + f] * spikes[f];
            }
        }

        return Math.Log(r.Sum(Math.Exp)) - r[2];
    }

    private static NetworkDefinition Definition(float rate, double weightRate)
    {
        NetworkDefinition best = NetworkPresets.Create("best", new InputShape(2, 8, 8), ["a", "b", "c"], 100_000);
        var layer = (ConvolutionLayer)best.Layers[0];
        return best with
        {
            BurnInSteps = 0,
            Optimiser = new OptimiserDefinition { Kind = OptimiserKind.Sgd, LearningRate = weightRate },
            Layers = [layer with { Channels = 6, Kernel = 3, Padding = 1, Readout = layer.Readout with { Grid = 1, LearningRate = rate } }],
        };
    }
}
