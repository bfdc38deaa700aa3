using EventSnn.Events.Binning;
using EventSnn.Events.Random;
using EventSnn.Networks.Checkpoints;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Compute.Reference;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Tests.Support;

namespace EventSnn.Networks.Tests.Learning;

/// <summary>The TESS preset against its published equations, written here once more as they stand in the paper.</summary>
public sealed class TessTests
{
    private const float Gamma = .5f;
    private const float Threshold = .6f;
    private static readonly InputShape Small = new(2, 6, 6);

    [Fact]
    public void Potential_and_causal_trace_are_those_of_the_published_neuron()
    {
        NetworkDefinition definition = NetworkPresets.Create("tess", Small, ["a", "b", "c"], 75_000);
        using SpikingNetwork network = SpikingNetwork.Create(definition, 3, new ReferenceBackend());
        NetworkState state = network.CreateState();
        float[] w = network.Tensor(0, LayerTensor.Weights);
        var u = new double[network.Layers[0].Output.Size];
        var o = new bool[u.Length];
        var q = new double[Small.Size];
        int spikes = 0;
        for (int t = 0; t < 30; t++)
        {
            double[] x = Dense(t);
            Step(network, state, t, -1);
            for (int i = 0; i < q.Length; i++)
            {
                q[i] = (Gamma * q[i]) + x[i];
            }

            double[] drive = Drive(network.Layers[0], w, x);
            float[] found = state.Tensor(0, StateTensor.Potential);
            for (int n = 0; n < u.Length; n++)
            {
                // u[t] = gamma (u[t-1] - vth o[t-1]) + W x; o = u > vth
                u[n] = (Gamma * (u[n] - (o[n] ? Threshold : 0))) + drive[n];
                ((double)found[n]).ShouldBe(u[n] - Threshold, 1e-3 * (1 + Math.Abs(u[n])));
                o[n] = found[n] > 0;
                spikes += o[n] ? 1 : 0;
            }

            state.Tensor(0, StateTensor.MembraneTrace).Select(p => (double)p).ShouldBe(q, 1e-4);
        }

        spikes.ShouldBeInRange(u.Length, u.Length * 29, "neither silent nor always on");
    }

    [Fact]
    public void The_update_is_the_published_one_with_both_traces()
    {
        NetworkDefinition definition = NetworkPresets.Create("tess-noncausal", Small, ["a", "b", "c"], 75_000);
        definition = definition with { Optimiser = new OptimiserDefinition { Kind = OptimiserKind.Sgd, LearningRate = 0 } };
        using SpikingNetwork network = SpikingNetwork.Create(definition, 3);
        NetworkState state = network.CreateState();
        LayerPlan plan = network.Layers[0];
        float[] g = network.Tensor(0, LayerTensor.ReadoutWeights);
        var h = new double[plan.Output.Size];
        float[]? before = null;
        double largest = 0;
        for (int t = 0; t < 8; t++)
        {
            for (int n = 0; n < h.Length; n++)
            {
                h[n] = (.2 * h[n]) + (before is null ? 0 : .3 * Math.Max(1 - Math.Abs(before[n]), 0));
            }

            Step(network, state, t, 1);
            float[] u = state.Tensor(0, StateTensor.Potential);
            double[] x = Dense(t);
            double[] q = [.. state.Tensor(0, StateTensor.MembraneTrace).Select(p => (double)p)];
            double[] softmax = [.. state.Readout(0).ToArray().Select(r => Math.Exp(r / definition.Loss.Temperature))];
            var causal = new double[h.Length];
            var late = new double[h.Length];
            foreach ((int feature, int neuron) in Winners(plan, u))
            {
                double m = 0;
                for (int k = 0; k < 3; k++)
                {
                    m += g[(k * plan.Pooled.Size) + feature] * ((softmax[k] / softmax.Sum()) - (k == 1 ? 1 : 0)) / definition.Loss.Temperature;
                }

                causal[neuron] = m * .3 * Math.Max(1 - Math.Abs(u[neuron]), 0);
                late[neuron] = m * h[neuron];
                largest = Math.Max(largest, Math.Abs(late[neuron]));
            }

            double[] first = Outer(plan, causal, q);
            double[] second = Outer(plan, late, x);
            float[] found = network.Tensor(0, LayerTensor.WeightGradient);
            double size = first.Zip(second, (a, b) => Math.Abs(a + b)).Max();
            for (int i = 0; i < found.Length; i++)
            {
                ((double)found[i]).ShouldBe(first[i] + second[i], 1e-4 * size);
            }

            before = u;
        }

        largest.ShouldBeGreaterThan(0, "without a non-causal term this checks half");
    }

    [Fact]
    public void A_non_causal_stream_goes_on_from_its_saved_state()
    {
        NetworkDefinition definition = NetworkPresets.Create("tess-noncausal", Small, ["a", "b", "c"], 75_000);
        using SpikingNetwork network = SpikingNetwork.Create(definition, 3);
        NetworkState one = network.CreateState();
        for (int t = 0; t < 5; t++)
        {
            Step(network, one, t, -1);
        }

        NetworkState two = network.CreateState();
        two.CopyFrom(one);
        Step(network, one, 5, -1);
        Step(network, two, 5, -1);
        two.Tensor(1, StateTensor.PostTrace).ShouldBe(one.Tensor(1, StateTensor.PostTrace));
        two.Scores.ToArray().ShouldBe(one.Scores.ToArray());
    }

    [Fact]
    public void Rows_of_the_square_wave_readout_hardly_correlate()
    {
        // The figure that the constants were measured to give: at most .013 for 11 classes and 1024 cells.
        var layer = new DenseLayer { Size = 1024, Readout = new ReadoutDefinition { Kind = ReadoutKind.SquareWave, Amplitude = 1 } };
        NetworkDefinition definition = NetworkPresets.Create("tess", Small, [.. Enumerable.Range(0, 11).Select(k => $"{k}")], 75_000) with { Layers = [layer] };
        using SpikingNetwork network = SpikingNetwork.Create(definition, 1, new ReferenceBackend());
        float[] g = network.Tensor(0, LayerTensor.ReadoutWeights);
        double worst = 0;
        for (int a = 0; a < 11; a++)
        {
            for (int b = 0; b < a; b++)
            {
                worst = Math.Max(worst, Math.Abs(Enumerable.Range(0, 1024).Sum(i => g[(a * 1024) + i] * g[(b * 1024) + i])) / 1024);
            }
        }

        worst.ShouldBeLessThan(.014);
    }

    [Fact]
    public void A_definition_with_the_term_in_one_layer_only_is_refused()
    {
        NetworkDefinition definition = NetworkPresets.Create("tess", Small, ["a", "b"], 75_000);
        LayerDefinition first = definition.Layers[0];
        definition = definition with { Layers = [first with { Neuron = first.Neuron with { PostTraceGain = 1 } }, .. definition.Layers.Skip(1)] };
        Should.Throw<ModelException>(definition.Validate).Message.ShouldContain("in all layers or in none");
    }

    private static void Step(SpikingNetwork network, NetworkState state, int t, int label)
    {
        StepInput step = Synthetic.Step(Small, .3, 5, t);
        network.Step(state, step.Inputs.Span, step.Counts.Span, label, learn: label >= 0);
    }

    private static double[] Dense(int t)
    {
        StepInput step = Synthetic.Step(Small, .3, 5, t);
        var x = new double[Small.Size];
        for (int i = 0; i < step.Inputs.Length; i++)
        {
            x[step.Inputs.Span[i]] = step.Counts.Span[i];
        }

        return x;
    }

    private static double[] Drive(LayerPlan plan, float[] w, double[] x)
    {
        var drive = new double[plan.Output.Size];
        Each(plan, (neuron, weight, input) => drive[neuron] += w[weight] * x[input]);
        return drive;
    }

    private static double[] Outer(LayerPlan plan, double[] errors, double[] trace)
    {
        var gradient = new double[plan.WeightCount];
        Each(plan, (neuron, weight, input) => gradient[weight] += errors[neuron] * trace[input]);
        return gradient;
    }

    private static void Each(LayerPlan plan, Action<int, int, int> pair)
    {
        for (int o = 0; o < plan.Output.Channels; o++)
        {
            for (int y = 0; y < plan.Output.Height; y++)
            {
                for (int x = 0; x < plan.Output.Width; x++)
                {
                    for (int c = 0; c < plan.Input.Channels; c++)
                    {
                        for (int ky = 0; ky < 3; ky++)
                        {
                            for (int kx = 0; kx < 3; kx++)
                            {
                                int row = y + ky - 1;
                                int column = x + kx - 1;
                                if (row >= 0 && row < plan.Input.Height && column >= 0 && column < plan.Input.Width)
                                {
                                    pair(
                                        (((o * plan.Output.Height) + y) * plan.Output.Width) + x,
                                        (((((o * plan.Input.Channels) + c) * 3) + ky) * 3) + kx,
                                        (((c * plan.Input.Height) + row) * plan.Input.Width) + column);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static IEnumerable<(int Feature, int Neuron)> Winners(LayerPlan plan, float[] u)
    {
        int feature = 0;
        for (int o = 0; o < plan.Pooled.Channels; o++)
        {
            for (int y = 0; y < plan.Pooled.Height; y++)
            {
                for (int x = 0; x < plan.Pooled.Width; x++, feature++)
                {
                    int best = -1;
                    for (int row = 0; row < plan.Pool; row++)
                    {
                        for (int column = 0; column < plan.Pool; column++)
                        {
                            int n = (((o * plan.Output.Height) + (y * plan.Pool) + row) * plan.Output.Width) + (x * plan.Pool) + column;
                            best = best < 0 || u[n] > u[best] ? n : best;
                        }
                    }

                    yield return (feature, best);
                }
            }
        }
    }
}
