using EventSnn.Events.Random;
using EventSnn.Networks.SuperSpike;
using EventSnn.Networks.SuperSpike.Tasks;

namespace EventSnn.Networks.Tests.SuperSpike;

/// <summary>SS-1 to SS-6 of the specification in short form; the long form is <c>eventsnn demo superspike-*</c>.</summary>
public sealed class SuperSpikeTests
{
    [Fact]
    public void A_unit_weight_makes_a_potential_of_a_quarter_after_seven_milliseconds()
    {
        var network = new SuperSpikeNetwork(new SuperSpikeOptions { Inputs = 1 });
        network.OutputWeights[0] = 1;
        double[] u = [.. Enumerable.Range(0, 1000).Select(t =>
        {
            network.Step(t == 0 ? [0] : []);
            network.LearnNothing();
            return network.Potential(0) + 60;
        })];
        u.Max().ShouldBe(.25, .005); // a quarter in continuous time
        (Array.IndexOf(u, u.Max()) * .1).ShouldBe(.8 + 6.9, .15);

        // Direct convolution of the two first-order kernels, step by step (SS-1).
        double[] current = [.. Enumerable.Range(0, 1000).Select(t => t < 8 ? 0 : Math.Pow(Math.Exp(-.1 / 5), t - 8))];
        for (int t = 0; t < 1000; t++)
        {
            double direct = Enumerable.Range(0, t + 1).Sum(k => .01 * Math.Pow(.99, t - k) * current[k]);
            u[t].ShouldBe(direct, 1e-6 * u.Max());
        }
    }

    [Fact]
    public void The_error_is_the_convolution_of_what_is_missing_with_the_double_exponential()
    {
        var network = new SuperSpikeNetwork(new SuperSpikeOptions { Inputs = 1 });
        double[] e = [.. Enumerable.Range(0, 2000).Select(t =>
        {
            network.Step([]);
            network.Learn([t == 100 ? 1 : t == 350 ? -1 : 0]);
            return network.Error(0);
        })];
        double[] kernel = Kernel(2000);
        for (int t = 0; t < e.Length; t++)
        {
            e[t].ShouldBe((t >= 100 ? kernel[t - 100] : 0) - (t >= 350 ? kernel[t - 350] : 0), 1e-6 * kernel.Max());
        }
    }

    [Theory]
    [InlineData(EligibilityMode.Blocks)]
    [InlineData(EligibilityMode.EveryStep)]
    public void Eligibility_and_gradient_are_the_direct_convolutions(EligibilityMode mode)
    {
        const int steps = 600;
        const int inputs = 11;
        var options = new SuperSpikeOptions { Inputs = inputs, Eligibility = mode, BlockSteps = 50 };
        var traces = new EligibilityTraces(options, inputs, 1);
        RandomStream random = new(3);
        double[] s = [.. Enumerable.Range(0, steps).Select(_ => random.NextDouble())];
        double[] e = [.. Enumerable.Range(0, steps).Select(_ => random.NextNormal())];
        bool[][] spikes = [.. Enumerable.Range(0, inputs).Select(_ => Enumerable.Range(0, steps).Select(_ => random.NextDouble() < .01).ToArray())];
        for (int t = 0; t < steps; t++)
        {
            traces.SetSurrogate(0, s[t]);
            traces.SetError(0, e[t]);
            traces.Arrive([.. Enumerable.Range(0, inputs).Where(j => spikes[j][t])]);
            traces.EndStep();
        }

        double[] kernel = Kernel(steps);
        for (int j = 0; j < inputs; j++)
        {
            double[] product = [.. Convolve(kernel, [.. spikes[j].Select(b => b ? 1.0 : 0)]).Zip(s, (p, x) => p * x)];
            double[] lambda = Convolve(kernel, product);
            traces.Values(0)[j].ShouldBe(lambda[^1], 1e-9 * lambda.Max());
            double gradient = lambda.Zip(e, (l, x) => l * x).Sum();
            traces.Collected(0)[j].ShouldBe(gradient, 1e-9 * lambda.Max() * steps);
        }
    }

    [Fact]
    public void Blocks_change_the_learned_weights_by_less_than_a_millionth()
    {
        double[] Weights(EligibilityMode mode)
        {
            SpikePatternTask task = SpikePatternTask.FiveSpikes(Single(4) with { Hidden = 4, Eligibility = mode }, hertz: 4);
            task.Learn(40);
            return [.. task.Network.OutputWeights, .. task.Network.HiddenWeights];
        }

        double[] blocks = Weights(EligibilityMode.Blocks);
        double[] everyStep = Weights(EligibilityMode.EveryStep);
        double size = Math.Sqrt(everyStep.Sum(w => w * w));
        Math.Sqrt(blocks.Zip(everyStep, (a, b) => (a - b) * (a - b)).Sum()).ShouldBeLessThan(1e-6 * size);
    }

    [Fact]
    public void A_step_of_rmaxprop_is_its_closed_form()
    {
        double[] w = [1, 2, 99.9];
        double[] v = [0, 4, 0];
        RMaxProp.Update(w, v, [.5, -1, 3], rate: .2, gamma: .5, limit: 100);
        v.ShouldBe([.25, 2, 9]);
        w[0].ShouldBe(1.2, 1e-9);
        w[1].ShouldBe(2 - (.2 / Math.Sqrt(2)), 1e-9);
        w[2].ShouldBe(100);
    }

    [Fact]
    public void A_neuron_rests_five_milliseconds_after_a_spike_and_spikes_when_its_integral_says()
    {
        var network = new SuperSpikeNetwork(new SuperSpikeOptions { Inputs = 1 });
        network.OutputWeights[0] = 400;
        List<int> spikes = [];
        double current = 0;
        double u = 0;
        int refractory = 0;
        List<int> expected = [];
        for (int t = 0; t < 500; t++)
        {
            network.Step(t == 0 ? [0] : []);
            network.LearnNothing();
            if (network.OutputSpikes.Length > 0)
            {
                spikes.Add(t);
            }

            current = (current * Math.Exp(-.02)) + (t == 8 ? 400 : 0);
            if (refractory-- > 0)
            {
                u = 0;
                continue;
            }

            u += .01 * (current - u);
            if (u > 10)
            {
                expected.Add(t);
                (u, refractory) = (0, 50);
            }
        }

        spikes.Count.ShouldBeGreaterThan(1);
        spikes.ShouldBe(expected);
    }

    [Fact]
    public void A_single_neuron_learns_five_spike_times_in_three_of_four_seeds()
    {
        SpikePatternTask[] tasks = [.. Enumerable.Range(1, 4).Select(s => SpikePatternTask.FiveSpikes(Single((ulong)s)))];
        foreach (SpikePatternTask task in tasks)
        {
            task.Learn(500, TestContext.Current.CancellationToken);
        }

        tasks.Count(t => t.CostRatio() < .1).ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public void A_picture_is_learned_through_hidden_neurons_by_symmetric_feedback_and_hardly_by_random()
    {
        double Ratio(FeedbackKind feedback)
        {
            var options = new SuperSpikeOptions { Inputs = 100, Hidden = 32, Outputs = 100, Feedback = feedback, Seed = 2 };
            var task = new SpikePatternTask(options, 1500, 10, PicturePattern.Draw(100, 1500));
            task.Learn(20, TestContext.Current.CancellationToken);
            return task.CostRatio();
        }

        double symmetric = Ratio(FeedbackKind.Symmetric);
        symmetric.ShouldBeLessThan(.75);
        symmetric.ShouldBeLessThan(Ratio(FeedbackKind.Random) - .1);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void Neighbouring_rows_of_a_picture_spike_together_unless_scattered(bool scattered, double expected)
    {
        // The two lowest rows are ground all the way.
        var rows = PicturePattern.Draw(100, 1500, scattered).ToLookup(s => s.Output, s => s.Time);
        double[] lowest = [.. rows[99]];
        lowest.Length.ShouldBeInRange(45, 55); // 35 a second
        ((double)rows[98].Intersect(lowest).Count() / lowest.Length).ShouldBe(expected);
    }

    [Fact]
    public void Exclusive_or_is_learned_with_hidden_neurons_and_not_without()
    {
        double Accuracy(int hidden)
        {
            var task = new SpikingXorTask(new SuperSpikeOptions { Inputs = 100, Hidden = hidden, Outputs = 2, Seed = 5, HiddenWeightMean = 1.5 });
            task.Learn(2000, TestContext.Current.CancellationToken);
            return task.Accuracy();
        }

        Accuracy(4).ShouldBeGreaterThan(.85);
        Accuracy(0).ShouldBeLessThan(.8);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, .5)]
    [InlineData(10, 0)]
    [InlineData(40, 0)]
    public void A_neuron_below_the_floor_gets_the_missing_share_of_its_rate_as_an_error(int hertz, double expected)
    {
        var floor = new ActivityFloor(new SuperSpikeOptions { Inputs = 1, Hidden = 2, ActivityFloor = 10, ActivityFloorError = 3 });
        floor.Error(1).ShouldBe(0, "nobody is silent before anything was shown");
        double sum = 0;
        for (int t = 0; t < 400_000; t++)
        {
            floor.Step(hertz > 0 && t % (10_000 / hertz) == 0 ? [1] : []);
            sum += t >= 300_000 ? floor.Error(1) : 0;
        }

        (sum / 100_000).ShouldBe(3 * expected, .05);
        floor.Error(0).ShouldBe(3, 1e-6);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(0, false)]
    public void A_silent_hidden_neuron_spikes_again_only_above_a_floor(double floor, bool spikes)
    {
        var options = new SuperSpikeOptions { Inputs = 50, Hidden = 2, Outputs = 1, Feedback = FeedbackKind.Random, HiddenWeightMean = -5, HiddenWeightScale = 1, ActivityFloor = floor };
        var network = new SuperSpikeNetwork(options);
        int[] all = [.. Enumerable.Range(0, 50)];
        int late = 0;
        for (int t = 0; t < 300_000; t++)
        {
            network.Step(t % 500 == 0 ? all : []);
            network.Learn([0]);
            late += t >= 290_000 ? network.HiddenSpikes.Length : 0;
        }

        (late > 0).ShouldBe(spikes);
    }

    [Fact]
    public void A_rate_that_follows_mistakes_is_the_root_of_their_smaller_share()
    {
        var task = new SpikingXorTask(new SuperSpikeOptions { Inputs = 100, Outputs = 2 }, presentationMilliseconds: 50, spikesPerInput: 4);
        task.LearnByMistakes(300, 4, TestContext.Current.CancellationToken);
        bool[] before = [.. task.Answers.Take(250)]; // the rate was set before the last fifty
        double share = Math.Min(before.Count(a => !a) / 250.0, before.TakeLast(SpikingXorTask.RecentPresentations).Count(a => !a) / (double)SpikingXorTask.RecentPresentations);
        share.ShouldBeInRange(.2, 1);
        task.Network.LearningRate.ShouldBe(4 * Math.Sqrt(share), 1e-12);
        task.Answers.Count.ShouldBe(300);
    }

    [Fact]
    public void Outputs_can_learn_alone_before_the_hidden_layer_does()
    {
        var options = new SuperSpikeOptions { Inputs = 100, Hidden = 4, Outputs = 2, Seed = 3, HiddenWeightMean = .75, HiddenWeightScale = 12.5 };
        var task = new SpikingXorTask(options, presentationMilliseconds: 50, spikesPerInput: 4);
        double[] hidden = task.Network.HiddenWeights.ToArray();
        double[] output = task.Network.OutputWeights.ToArray();
        task.Network.HiddenLearns = false;
        task.Learn(100, TestContext.Current.CancellationToken);
        task.Network.HiddenWeights.ToArray().ShouldBe(hidden);
        task.Network.OutputWeights.ToArray().ShouldNotBe(output);
        task.Network.HiddenLearns = true;
        task.Learn(100, TestContext.Current.CancellationToken);
        task.Network.HiddenWeights.ToArray().ShouldNotBe(hidden);
    }

    [Fact]
    public void A_step_allocates_nothing_however_long_the_stream()
    {
        var network = new SuperSpikeNetwork(new SuperSpikeOptions { Inputs = 20, Hidden = 4, Outputs = 2 });
        RandomStream random = new(1);
        void Run(int steps)
        {
            Span<int> one = stackalloc int[1];
            Span<double> errors = stackalloc double[2];
            for (int t = 0; t < steps; t++)
            {
                one[0] = random.NextInt32(20);
                errors[0] = t % 100 == 0 ? 1 : 0;
                network.Step(one);
                network.Learn(errors);
            }
        }

        Run(20_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(20_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1000);
        SuperSpikeNetwork.StatePerSynapse.ShouldBe(5);
    }

    private static SuperSpikeOptions Single(ulong seed) => new() { Inputs = 100, Seed = seed };

    private static double[] Kernel(int length)
    {
        // Sum over k of exp(-k / 50) (dt / 10) exp(-(t - k) / 100): the two first-order kernels one after the other.
        var kernel = new double[length];
        for (int t = 0; t < length; t++)
        {
            for (int k = 0; k <= t; k++)
            {
                kernel[t] += Math.Exp(-k / 50.0) * .01 * Math.Exp(-(t - k) / 100.0);
            }
        }

        return kernel;
    }

    private static double[] Convolve(double[] kernel, double[] signal) =>
        [.. Enumerable.Range(0, signal.Length).Select(t => Enumerable.Range(0, t + 1).Sum(k => kernel[t - k] * signal[k]))];
}
