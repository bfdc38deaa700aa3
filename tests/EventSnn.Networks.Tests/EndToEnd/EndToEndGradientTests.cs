using EventSnn.Events.Binning;
using EventSnn.Networks.Bptt;
using EventSnn.Networks.Compute;
using EventSnn.Networks.CurrentStep;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.EndToEnd;
using EventSnn.Networks.Learning;
using EventSnn.Networks.Tests.Support;
using EventSnn.TestKit;

namespace EventSnn.Networks.Tests.EndToEnd;

/// <summary>The rules that go through the layers, in double against central differences, the step replaced by its surrogate's antiderivative.</summary>
public sealed class EndToEndGradientTests
{
    private const double Epsilon = 1e-6;
    private static readonly InputShape Small = new(2, 6, 6);

    [Theory]
    [InlineData(SurrogateKind.Boxcar, false, LossKind.SmoothL1, 0)]
    [InlineData(SurrogateKind.FastSigmoid, true, LossKind.SoftmaxCrossEntropy, 0)]
    [InlineData(SurrogateKind.Sigmoid, false, LossKind.SoftmaxCrossEntropy, .95)]
    [InlineData(SurrogateKind.Triangle, true, LossKind.SmoothL1, 0)]
    public void Back_propagation_through_time_is_the_gradient_of_the_clips_loss(SurrogateKind surrogate, bool newSynapse, LossKind loss, double scoreDecay)
    {
        var network = new BpttNetwork<double>(Definition(surrogate, newSynapse, loss), 4, new BpttOptions { DetachReset = false, ScoreDecay = scoreDecay });
        var clip = new LabelledClip(Clip(9), 1);
        network.Accumulate(clip, 1);
        double[][] analytic = [.. network.Parameters.Select(p => p.Gradient.ToArray())];
        Check(network.Parameters, analytic, () => network.Accumulate(clip, 1));
    }

    [Theory]
    [InlineData(SurrogateKind.Boxcar, false)]
    [InlineData(SurrogateKind.FastSigmoid, true)]
    [InlineData(SurrogateKind.Triangle, false)]
    public void Current_step_training_is_the_gradient_with_the_past_held_fixed(SurrogateKind surrogate, bool soft)
    {
        var network = new CurrentStepNetwork<double>(
            Definition(surrogate, false, LossKind.SoftmaxCrossEntropy, scale: .5f), 4, new CurrentStepOptions { SoftReset = soft, UpdateEvery = int.MaxValue });
        StepSequence clip = Clip(6);
        CurrentStepState<double> state = network.CreateState();
        for (int t = 0; t < 5; t++)
        {
            network.Step([new(state, clip, t, -1)], learn: false);
        }

        double[][] past = [.. Everything(state).Select(v => v.ToArray())];
        double Loss()
        {
            foreach ((double[] now, double[] then) in Everything(state).Zip(past))
            {
                then.CopyTo(now, 0);
            }

            return network.Step([new(state, clip, 5, 1)], learn: true);
        }

        Loss();
        double[][] analytic = [.. network.Parameters.Select(p => p.Gradient.ToArray())];
        Check(network.Parameters, analytic, Loss);
    }

    [Fact]
    public void The_baseline_sees_the_same_potentials_as_the_layers_that_it_shares()
    {
        NetworkDefinition definition = Definition(SurrogateKind.FastSigmoid, false, LossKind.SoftmaxCrossEntropy, ActivationKind.Spike);
        var bptt = new BpttNetwork<float>(definition, 4);
        StepSequence clip = Clip(12);
        bptt.Learn([new(clip, 2)]);
        using SpikingNetwork network = bptt.ToNetwork();
        NetworkState state = network.CreateState();
        var sum = new double[3];
        for (int t = 0; t < clip.Count; t++)
        {
            network.Step(state, clip.Inputs(t), clip.Counts(t), -1, learn: false);
            for (int k = 0; k < 3 && t >= definition.BurnInSteps; k++)
            {
                sum[k] += state.Scores[k] / (clip.Count - definition.BurnInSteps);
            }
        }

        var scores = new double[3];
        bptt.Classify(clip, scores);
        scores.ShouldBe(sum, 1e-4);
    }

    [Fact]
    public void What_back_propagation_keeps_grows_with_the_clip_and_what_the_online_rules_keep_does_not()
    {
        NetworkDefinition definition = Definition(SurrogateKind.Boxcar, false, LossKind.SmoothL1, ActivationKind.Spike);
        var bptt = new BpttNetwork<float>(definition, 1);
        bptt.Learn([new(Clip(20), 0)]);
        long shortClip = bptt.RetainedValues;
        bptt.Learn([new(Clip(200), 0)]);
        ((double)bptt.RetainedValues / shortClip).ShouldBe(10, 1); // spikes differ from step to step, U does not
        var online = new CurrentStepNetwork<float>(definition, 1);
        CurrentStepState<float> state = online.CreateState();
        long[] sizes = [.. new[] { 20, 200 }.Select(steps =>
        {
            StepSequence clip = Clip(steps);
            state.Reset();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int t = 0; t < steps; t++)
            {
                online.Step([new(state, clip, t, 1)], learn: true);
            }

            // Lists of spikes may still have to find their size in the first clip; after that nothing is allocated however long it is.
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000 + (long)(steps * 100));
            return state.StateValues;
        })];
        sizes[1].ShouldBe(sizes[0]);
    }

    [Fact]
    public void Back_propagation_learns_the_order_of_two_flashes()
    {
        // Both classes have the same events in another order: only time tells them apart.
        NetworkDefinition definition = Definition(SurrogateKind.FastSigmoid, false, LossKind.SoftmaxCrossEntropy, ActivationKind.Spike);
        var network = new BpttNetwork<float>(definition with { Optimiser = new OptimiserDefinition { Kind = OptimiserKind.Adam, LearningRate = .02, Beta1 = .9f, Beta2 = .99f } }, 2);
        LabelledClip[] clips = [new(Flashes(0), 0), new(Flashes(1), 1)];
        for (int n = 0; n < 60; n++)
        {
            network.Learn(clips);
        }

        var scores = new double[3];
        clips.Select(c => network.Classify(c.Steps, scores)).ShouldBe([0, 1]);
    }

    [Fact]
    public void A_saved_network_of_current_step_training_scores_as_the_one_that_was_saved()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("m.safetensors");
        NetworkDefinition definition = Definition(SurrogateKind.Boxcar, false, LossKind.SoftmaxCrossEntropy, ActivationKind.Spike, scale: .5f);
        var network = new CurrentStepNetwork<float>(definition, 3, new CurrentStepOptions { SoftReset = true, ScoreDecay = .7 });
        StepSequence clip = Clip(20);
        Scores(network, learn: true);
        CurrentStepCheckpoint.Save(network, path);
        Scores(CurrentStepCheckpoint.Load(path), learn: false).ShouldBe(Scores(network, learn: false));

        float[] Scores(CurrentStepNetwork<float> of, bool learn)
        {
            CurrentStepState<float> state = of.CreateState();
            for (int t = 0; t < clip.Count; t++)
            {
                of.Step([new(state, clip, t, 1)], learn);
            }

            return state.Scores.ToArray();
        }
    }

    [Fact]
    public void Skipped_backward_passes_are_counted_and_cost_nothing()
    {
        NetworkDefinition definition = Definition(SurrogateKind.Boxcar, false, LossKind.SoftmaxCrossEntropy, ActivationKind.Spike);
        var all = new CurrentStepNetwork<float>(definition, 1);
        var some = new CurrentStepNetwork<float>(definition, 1, new CurrentStepOptions { Policy = UpdatePolicy.Parse("every:4") });
        Run(all);
        Run(some);
        (some.PossibleBackwards, some.SkippedBackwards).ShouldBe((38, 29)); // 40 steps, a burn-in of 2; of every fourth step, the first falls into the burn-in
        ((double)some.LearningOperations / all.LearningOperations).ShouldBe(9 / 38.0, 1e-9);

        void Run(CurrentStepNetwork<float> network)
        {
            CurrentStepState<float> state = network.CreateState();
            StepSequence clip = Clip(40);
            for (int t = 0; t < 40; t++)
            {
                network.Step([new(state, clip, t, 1)], learn: true);
            }
        }
    }

    [Fact]
    public void FreezeOut_stops_layers_from_the_bottom_up()
    {
        var schedule = new FreezeOutSchedule();
        schedule.Factor(0, 3, 0).ShouldBe(1 / .512, 1e-12);
        schedule.Factor(0, 3, .5).ShouldBeGreaterThan(0);
        schedule.Factor(0, 3, .512).ShouldBe(0);
        schedule.Factor(1, 3, .728).ShouldBeGreaterThan(0);
        schedule.Factor(1, 3, .729).ShouldBe(0);
        schedule.Factor(2, 3, .999).ShouldBeGreaterThan(0);
        new FreezeOutSchedule(.8, Cubic: false, Scaled: false).Factor(0, 3, .4).ShouldBe(.5, 1e-12);

        NetworkDefinition definition = Definition(SurrogateKind.Boxcar, false, LossKind.SoftmaxCrossEntropy, ActivationKind.Spike);
        var network = new CurrentStepNetwork<float>(definition, 1, new CurrentStepOptions { FreezeOut = schedule }) { Progress = .75 };
        float[][] before = [.. network.Parameters.Select(p => p.Values.ToArray())];
        CurrentStepState<float> state = network.CreateState();
        StepSequence clip = Clip(20);
        for (int t = 0; t < 20; t++)
        {
            network.Step([new(state, clip, t, 1)], learn: true);
        }

        float[][] after = [.. network.Parameters.Select(p => p.Values.ToArray())];
        after[0].ShouldBe(before[0], "both layers of weights have ended by then");
        after[2].ShouldBe(before[2]);
        after[4].ShouldNotBe(before[4], "the decoder has not");
    }

    [Theory]
    [InlineData("loss:0.9")]
    [InlineData("margin:0.01")]
    public void Skipping_policies_and_frozen_layers_work_with_decolle_too(string policy)
    {
        NetworkDefinition definition = Synthetic.Network();
        using SpikingNetwork network = SpikingNetwork.Create(definition with { Optimiser = definition.Optimiser with { LearningRate = .02 } }, 1);
        network.UpdatePolicy = UpdatePolicy.Parse(policy);
        network.UpdatePolicy.ToString().ShouldBe(policy);
        network.LayerRateFactors[1] = 0;
        float[] frozen = network.Tensor(1, LayerTensor.Weights);
        float[] learned = network.Tensor(0, LayerTensor.Weights);
        Synthetic.Run(network, network.CreateState(), 0, 150);
        network.Tensor(1, LayerTensor.Weights).ShouldBe(frozen);
        network.Tensor(0, LayerTensor.Weights).ShouldNotBe(learned);
        network.SkippedLayerUpdates.ShouldBeInRange((network.PossibleLayerUpdates / 3) + 1, network.PossibleLayerUpdates - 1);
    }

    private static IEnumerable<double[]> Everything(CurrentStepState<double> state)
        => state.Current.Concat(state.U).Concat(state.Spiked).Concat(state.Trace).Append(state.Score);

    private static void Check(IEnumerable<TrainedTensor<double>> parameters, double[][] analytic, Func<double> loss)
    {
        int tensor = 0;
        foreach (TrainedTensor<double> parameter in parameters)
        {
            double size = Compare.Size(analytic[tensor]);
            size.ShouldBeGreaterThan(0, $"a gradient that is zero everywhere checks nothing (tensor {tensor})");
            for (int i = 0; i < parameter.Values.Length; i += 1 + (parameter.Values.Length / 40))
            {
                double start = parameter.Values[i];
                parameter.Values[i] = start + Epsilon;
                double up = loss();
                parameter.Values[i] = start - Epsilon;
                double down = loss();
                parameter.Values[i] = start;
                Math.Abs(((up - down) / (2 * Epsilon)) - analytic[tensor][i]).ShouldBeLessThan(1e-5 * size, $"tensor {tensor}, element {i}");
            }

            tensor++;
        }
    }

    private static StepSequence Clip(int steps)
    {
        var clip = new StepSequence(1000);
        for (int t = 0; t < steps; t++)
        {
            StepInput step = Synthetic.Step(Small, .15, 3, t);
            clip.Append(step.Inputs.Span, step.Counts.Span);
        }

        return clip;
    }

    private static StepSequence Flashes(int order)
    {
        var clip = new StepSequence(1000);
        int[] left = [.. Enumerable.Range(0, 36).Where(i => i % 6 < 3)];
        int[] right = [.. Enumerable.Range(0, 36).Where(i => i % 6 >= 3)];
        for (int t = 0; t < 16; t++)
        {
            int[] lit = t / 8 == order ? left : right;
            clip.Append(lit, [.. lit.Select(_ => (ushort)1)]);
        }

        return clip;
    }

    private static NetworkDefinition Definition(SurrogateKind surrogate, bool newSynapse, LossKind loss, ActivationKind activation = ActivationKind.SurrogateAntiderivative, float scale = 3)
    {
        var neuron = new NeuronDefinition
        {
            Gains = GainRule.Normalised, Alpha = .8f, Beta = .7f, RefractoryGain = .3f, NewSynapse = newSynapse, Surrogate = surrogate, Activation = activation,
        };
        var start = new WeightInitialisation { Kind = WeightInitialisationKind.Normal, Scale = scale, Bias = .05f };
        var readout = new ReadoutDefinition { Amplitude = 2 };
        return new()
        {
            Preset = "test",
            Input = Small,
            StepMicroseconds = 1000,
            ClassNames = ["a", "b", "c"],
            BurnInSteps = 2,
            Layers =
            [
                new ConvolutionLayer { Channels = 5, Kernel = 3, Padding = 1, Pool = 2, Neuron = neuron, Initialisation = start, Readout = readout },
                new DenseLayer { Size = 9, Neuron = neuron, Initialisation = start, Readout = readout },
            ],
            Loss = new LossDefinition(loss),
            Optimiser = new OptimiserDefinition { Kind = OptimiserKind.Adam, LearningRate = 1e-3, Beta1 = .9f, Beta2 = .99f },
        };
    }
}
