using EventSnn.Events.Binning;
using EventSnn.Events.Random;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Compute.Reference;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Learning;
using EventSnn.Networks.Tests.Support;

namespace EventSnn.Networks.Tests.Learning;

/// <summary>
/// The production formulas in double against central differences of the local loss. With H replaced by the antiderivative of its
/// surrogate the loss is smooth away from kinks; P, R, the input and the dropout mask are constants, as the rule has it.
/// </summary>
public sealed class GradientTests
{
    private const double Epsilon = 1e-6;

    public static TheoryData<string, SurrogateKind, LossKind> Cases
    {
        get
        {
            var cases = new TheoryData<string, SurrogateKind, LossKind>();
            foreach (string layer in new[] { "dense", "convolution", "pool", "stride" })
            {
                foreach (SurrogateKind surrogate in Enum.GetValues<SurrogateKind>())
                {
                    foreach (LossKind loss in Enum.GetValues<LossKind>())
                    {
                        cases.Add(layer, surrogate, loss);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradient_is_that_of_the_local_loss(string layer, SurrogateKind surrogate, LossKind loss)
    {
        var plan = new LayerPlan(0, Definition(layer, surrogate), Synthetic.Input, 3);
        using var kernels = new ReferenceLayerKernels<double>(plan);
        using var decolle = new DecolleLayer<double>(kernels, new LossDefinition(loss, .3f));
        Randomise(kernels, plan);
        LayerState<double>[] states = [kernels.CreateState(), kernels.CreateState()];
        const int last = 6;
        for (int t = 0; t < last; t++)
        {
            decolle.Forward(states, Inputs(t));
        }

        double[][][] before = [.. states.Select(s => s.Memory.Select(m => Copy(s, m)).ToArray())];
        foreach (LayerState<double> state in states)
        {
            state.IsDropping = true;
            state.Keep.AsSpan().Fill(0xB5A6_9CD3_5E2F_71A9UL);
        }

        double Loss() => Total(decolle.Backward(states, [1, 2], 2));
        double LossAt(LayerTensor tensor, double[] values)
        {
            kernels.CopyFrom(tensor, values);
            for (int b = 0; b < states.Length; b++)
            {
                for (int m = 0; m < before[b].Length; m++)
                {
                    states[b].CopyFrom(states[b].Memory[m], before[b][m]);
                }
            }

            decolle.Forward(states, Inputs(last));
            return Loss();
        }

        Check(LayerTensor.Weights, LayerTensor.WeightGradient);
        Check(LayerTensor.Bias, LayerTensor.BiasGradient);

        void Check(LayerTensor tensor, LayerTensor gradient)
        {
            var values = new double[plan.Count(tensor)];
            kernels.CopyTo(tensor, values);
            double[] start = [.. values];
            LossAt(tensor, start);
            var analytic = new double[values.Length];
            kernels.CopyTo(gradient, analytic);
            double size = Compare.Size(analytic);
            size.ShouldBeGreaterThan(0, "a gradient that is zero everywhere checks nothing");
            double worst = 0;
            for (int i = 0; i < values.Length; i += 1 + (values.Length / 150))
            {
                double[] up = [.. start];
                double[] down = [.. start];
                up[i] += Epsilon;
                down[i] -= Epsilon;
                double numeric = (LossAt(tensor, up) - LossAt(tensor, down)) / (2 * Epsilon);
                worst = Math.Max(worst, Math.Abs(numeric - analytic[i]) / size);
            }

            LossAt(tensor, start);
            worst.ShouldBeLessThan(1e-5, $"{tensor}");
        }
    }

    private static double Total(LayerLoss<double> loss) => loss.Data + loss.High + loss.Low;

    private static double[] Copy(LayerState<double> state, StateTensor tensor)
    {
        var values = new double[state.Plan.Count(tensor)];
        state.CopyTo(tensor, values);
        return values;
    }

    private static StepInput[] Inputs(int t) => [Synthetic.Step(Synthetic.Input, .2, 1, t), Synthetic.Step(Synthetic.Input, .2, 2, t)];

    private static LayerDefinition Definition(string layer, SurrogateKind surrogate)
    {
        var neuron = new NeuronDefinition
        {
            Gains = GainRule.Normalised, Surrogate = surrogate, Activation = ActivationKind.SurrogateAntiderivative, Alpha = .8f, Beta = .7f, RefractoryGain = .3f,
        };
        var readout = new ReadoutDefinition { Dropout = .5f };
        var regulariser = new RegulariserDefinition(.2f, .3f);
        return layer == "dense"
            ? new DenseLayer { Size = 7, Neuron = neuron, Readout = readout, Regulariser = regulariser }
            : new ConvolutionLayer
            {
                Channels = 4,
                Kernel = 3,
                Padding = 1,
                Pool = layer == "pool" ? 2 : 1,
                Stride = layer == "stride" ? 2 : 1,
                Neuron = neuron,
                Readout = readout,
                Regulariser = regulariser,
            };
    }

    private static void Randomise(ReferenceLayerKernels<double> kernels, LayerPlan plan)
    {
        var random = new RandomStream(7);
        Fill(LayerTensor.Weights, () => .6 * random.NextNormal());
        Fill(LayerTensor.Bias, () => .2 * random.NextNormal());
        Fill(LayerTensor.ReadoutWeights, () => .4 * random.NextNormal());
        Fill(LayerTensor.ReadoutBias, () => .1 * random.NextNormal());
        Fill(LayerTensor.Alpha, () => .8);
        Fill(LayerTensor.Beta, () => .7);
        Fill(LayerTensor.SynapseGain, () => .3);
        Fill(LayerTensor.MembraneGain, () => .2);

        void Fill(LayerTensor tensor, Func<double> next)
        {
            var values = new double[plan.Count(tensor)];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = next();
            }

            kernels.CopyFrom(tensor, values);
        }
    }
}
