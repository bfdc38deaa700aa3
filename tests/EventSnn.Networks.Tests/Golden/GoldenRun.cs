using System.Numerics;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Compute.Reference;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Learning;
using EventSnn.Networks.Tests.Support;

namespace EventSnn.Networks.Tests.Golden;

/// <summary>Runs a golden case through the layers of a backend and compares every tensor that the case lists.</summary>
internal sealed class GoldenRun<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private const double Usual = 1e-5;
    private readonly GoldenCase golden;

    // delta, moments and losses carry the error of dW and cannot agree better than the case says that dW does in float32.
    private readonly double derived;
    private readonly DecolleLayer<T>[] layers;
    private readonly LayerState<T>[][] states;
    private readonly double[][] expectedPotential;
    private readonly double[][] expectedSpikes;
    private readonly double[][] expectedReadout;

    public GoldenRun(GoldenCase golden, Func<LayerPlan, ILayerKernels<T>> create)
    {
        this.golden = golden;
        derived = Math.Max(Usual, golden.Learns ? golden.Tolerance("dW_rel") : 0);
        layers = [.. golden.Plans.Select(p => new DecolleLayer<T>(create(p), new LossDefinition(LossKind.SmoothL1)))];
        states = [.. layers.Select(l => Enumerable.Range(0, golden.Batch).Select(_ => l.Kernels.CreateState()).ToArray())];
        for (int i = 0; i < layers.Length; i++)
        {
            ILayerKernels<T> kernels = layers[i].Kernels;
            kernels.CopyFrom(LayerTensor.Weights, Convert(golden.Load($"layer{i}_W0").Values));
            kernels.CopyFrom(LayerTensor.Bias, Convert(golden.Load($"layer{i}_b0").Values));
            kernels.CopyFrom(LayerTensor.ReadoutWeights, Convert(golden.Load($"layer{i}_readout_W").Values));
            kernels.CopyFrom(LayerTensor.ReadoutBias, Convert(golden.Load($"layer{i}_readout_b").Values));
            kernels.CopyFrom(LayerTensor.Alpha, Convert(golden.Constant(i, "alpha")));
            kernels.CopyFrom(LayerTensor.Beta, Convert(golden.Constant(i, "beta")));
            kernels.CopyFrom(LayerTensor.SynapseGain, Convert(golden.Constant(i, "qgain")));
            kernels.CopyFrom(LayerTensor.MembraneGain, Convert(golden.Constant(i, "pgain")));
        }

        expectedPotential = [.. layers.Select((_, i) => golden.Load($"layer{i}_U").Values)];
        expectedSpikes = [.. layers.Select((_, i) => golden.Load($"layer{i}_S").Values)];
        expectedReadout = [.. layers.Select((_, i) => golden.Load($"layer{i}_readout").Values)];
    }

    public void Check()
    {
        double[] input = golden.Load("input").Values;
        double[] target = golden.Load("target").Values;
        double[] mask = golden.Has("loss_mask") ? golden.Load("loss_mask").Values : [.. Enumerable.Repeat(1.0, golden.Steps * golden.Batch)];
        int[] classOf = [.. Enumerable.Range(0, golden.Batch).Select(b => Array.IndexOf(target, 1.0, b * golden.Classes, golden.Classes) - (b * golden.Classes))];
        var votes = new List<int>[layers.Length, golden.Batch];
        HashSet<int> details = golden.DetailSteps;
        HashSet<int> weights = golden.WeightSteps;
        for (int t = 0; t < golden.Steps; t++)
        {
            StepInput[] inputs = [.. Enumerable.Range(0, golden.Batch).Select(b => Sparse(input, ((t * golden.Batch) + b) * golden.Input.Size, golden.Input.Size))];
            int[] learners = [.. Enumerable.Range(0, golden.Batch).Where(b => mask[(t * golden.Batch) + b] != 0)];
            int[] labels = [.. learners.Select(b => classOf[b])];
            for (int i = 0; i < layers.Length; i++)
            {
                SetDropout(i, t);
                if (i == 0)
                {
                    layers[i].Forward(states[i], inputs);
                }
                else
                {
                    layers[i].Forward(states[i], states[i - 1]);
                }

                CheckForward(i, t, details.Contains(t));
                if (golden.Learns)
                {
                    LayerLoss<T> loss = layers[i].Backward(learners.Select(b => states[i][b]).ToArray(), labels, golden.Batch);
                    CheckBackward(i, t, learners, loss, details.Contains(t));
                    if (t >= golden.BurnIn)
                    {
                        layers[i].Update(OptimiserStep.At(golden.Optimiser, t - golden.BurnIn + 1));
                    }

                    if (weights.Contains(t))
                    {
                        CheckTensor(i, LayerTensor.Weights, $"layer{i}_W_after_t{t}", golden.Tolerance("W_rel"));
                        CheckTensor(i, LayerTensor.Bias, $"layer{i}_b_after_t{t}", derived);
                    }
                }

                if (t >= golden.BurnIn)
                {
                    for (int b = 0; b < golden.Batch; b++)
                    {
                        (votes[i, b] ??= []).Add(ArgMax(states[i][b].Readout));
                    }
                }
            }
        }

        CheckEnd(votes);
    }

    private void CheckForward(int i, int t, bool detail)
    {
        LayerPlan plan = golden.Plans[i];
        for (int b = 0; b < golden.Batch; b++)
        {
            int sample = (t * golden.Batch) + b;
            string where = $"layer {i} step {t} sample {b}: ";
            Compare.ShouldBeClose<T>(State(i, b, StateTensor.Potential), Part(expectedPotential[i], sample, plan.Output.Size), golden.Tolerance("U"), where + "U");
            Compare.ShouldBeClose<T>(State(i, b, StateTensor.Spikes), Part(expectedSpikes[i], sample, plan.Output.Size), 0, where + "S");
            Compare.ShouldBeClose<T>(states[i][b].Readout, Part(expectedReadout[i], sample, golden.Classes), golden.Tolerance("r"), where + "r");
            if (golden.Has($"layer{i}_spikes_out"))
            {
                Compare.ShouldBeClose<T>(State(i, b, StateTensor.Output), Part(golden.Load($"layer{i}_spikes_out").Values, sample, plan.Pooled.Size), 0, where + "s");
            }

            if (detail)
            {
                CheckState(i, b, StateTensor.MembraneTrace, $"layer{i}_P_t{t}");
                CheckState(i, b, StateTensor.SynapseTrace, $"layer{i}_Q_t{t}");
                CheckState(i, b, StateTensor.Refractory, $"layer{i}_R_t{t}");
            }
        }
    }

    private void CheckBackward(int i, int t, int[] learners, LayerLoss<T> loss, bool detail)
    {
        double[] losses = golden.Load($"layer{i}_loss").Values;
        double[] actual = [double.CreateChecked(loss.Data), double.CreateChecked(loss.High), double.CreateChecked(loss.Low)];
        for (int part = 0; part < 3; part++)
        {
            double largest = Enumerable.Range(0, golden.Steps).Max(s => losses[(3 * s) + part]);
            Math.Abs(actual[part] - losses[(3 * t) + part]).ShouldBeLessThanOrEqualTo(derived * largest, $"layer {i} step {t}: loss {part}");
        }

        if (!detail)
        {
            return;
        }

        foreach (int b in learners)
        {
            CheckState(i, b, StateTensor.Delta, $"layer{i}_delta_t{t}", derived);
        }

        CheckTensor(i, LayerTensor.WeightGradient, $"layer{i}_dW_t{t}", golden.Tolerance("dW_rel"));
        CheckTensor(i, LayerTensor.BiasGradient, $"layer{i}_db_t{t}", derived);
    }

    private void CheckEnd(List<int>[,] votes)
    {
        for (int i = 0; i < layers.Length; i++)
        {
            if (golden.Has($"layer{i}_adamax_v_final"))
            {
                // Where beta1 is 0 the first moment is the gradient, and not every backend keeps it.
                if (golden.Optimiser.Beta1 != 0 || layers[i].Kernels is ReferenceLayerKernels<T>)
                {
                    CheckTensor(i, LayerTensor.WeightMoment1, $"layer{i}_adamax_m_final", derived);
                }

                CheckTensor(i, LayerTensor.WeightMoment2, $"layer{i}_adamax_v_final", derived);
            }

            for (int b = 0; b < golden.Batch; b++)
            {
                // The most frequent class, ties to the one seen first: GroupBy keeps that order and MaxBy takes the first.
                votes[i, b].GroupBy(v => v).MaxBy(g => g.Count())!.Key.ShouldBe(golden.Votes[i][b], $"vote of layer {i} sample {b}");
            }
        }
    }

    private void CheckState(int i, int b, StateTensor tensor, string name, double tolerance = Usual)
    {
        T[] actual = State(i, b, tensor);
        double[] all = golden.Load(name).Values;
        Compare.ShouldBeClose<T>(actual, Part(all, b, actual.Length), tolerance * Compare.Size(all), $"{name} sample {b}");
    }

    private void CheckTensor(int i, LayerTensor tensor, string name, double tolerance)
    {
        var actual = new T[golden.Plans[i].Count(tensor)];
        layers[i].Kernels.CopyTo(tensor, actual);
        Compare.ShouldBeRelativelyClose<T>(actual, golden.Load(name).Values, tolerance, name);
    }

    private void SetDropout(int i, int t)
    {
        if (!golden.Has($"layer{i}_dropout_mask"))
        {
            return;
        }

        double[] mask = golden.Load($"layer{i}_dropout_mask").Values;
        LayerPlan plan = golden.Plans[i];
        int pixels = plan.Pooled.Height * plan.Pooled.Width;
        for (int b = 0; b < golden.Batch; b++)
        {
            LayerState<T> state = states[i][b];
            state.IsDropping = true;
            Array.Clear(state.Keep);
            for (int f = 0; f < plan.Pooled.Size; f++)
            {
                if (mask[(((t * golden.Batch) + b) * plan.Pooled.Size) + f] != 0)
                {
                    int bit = (f % pixels * plan.Pooled.Channels) + (f / pixels);
                    state.Keep[bit >> 6] |= 1UL << bit;
                }
            }
        }
    }

    private T[] State(int i, int b, StateTensor tensor)
    {
        var values = new T[golden.Plans[i].Count(tensor)];
        states[i][b].CopyTo(tensor, values);
        return values;
    }

    private static ReadOnlySpan<double> Part(double[] all, int index, int length) => all.AsSpan(index * length, length);

    private static T[] Convert(double[] values) => Array.ConvertAll(values, T.CreateChecked);

    private static int ArgMax(T[] readout) => Array.IndexOf(readout, readout.Max());

    private static StepInput Sparse(double[] all, int start, int length)
    {
        var inputs = new List<int>();
        var counts = new List<ushort>();
        for (int i = 0; i < length; i++)
        {
            if (all[start + i] != 0)
            {
                inputs.Add(i);
                counts.Add((ushort)all[start + i]);
            }
        }

        return new(inputs.ToArray(), counts.ToArray());
    }
}
