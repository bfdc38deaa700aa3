using EventSnn.Networks.Compute;
using EventSnn.Networks.Compute.Reference;
using EventSnn.Networks.Compute.Simd;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Learning;
using EventSnn.Networks.Tests.Support;
using EventSnn.TestKit;

namespace EventSnn.Networks.Tests.Compute;

public sealed class SimdBackendTests
{
    public static TheoryData<ForwardMode, OptimiserKind, SurrogateKind> Modes
    {
        get
        {
            var modes = new TheoryData<ForwardMode, OptimiserKind, SurrogateKind>();
            foreach (ForwardMode mode in Enum.GetValues<ForwardMode>())
            {
                modes.Add(mode, OptimiserKind.Adamax, SurrogateKind.Boxcar);
                modes.Add(mode, OptimiserKind.Sgd, SurrogateKind.Boxcar);
                modes.Add(mode, OptimiserKind.Adam, SurrogateKind.FastSigmoid);
            }

            return modes;
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Any_number_of_threads_gives_the_same_result(ForwardMode mode, OptimiserKind optimiser, SurrogateKind surrogate)
    {
        float[] one = Learn(new SimdOptions { Forward = mode, Threads = 1 }, optimiser, surrogate);
        foreach (int threads in new[] { 2, 3 })
        {
            Learn(new SimdOptions { Forward = mode, Threads = threads }, optimiser, surrogate).ShouldBe(one);
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Every_width_gives_the_same_sums(ForwardMode mode, OptimiserKind optimiser, SurrogateKind surrogate)
    {
        float[] widest = Learn(new SimdOptions { Forward = mode, Threads = 1, Width = SimdWidth.Vector512 }, optimiser, surrogate);
        Learn(new SimdOptions { Forward = mode, Threads = 1, Width = SimdWidth.Vector256 }, optimiser, surrogate).ShouldBe(widest);
        double[] expected = [.. widest.Select(w => (double)w)];
        float[] scalar = Learn(new SimdOptions { Forward = mode, Threads = 1, Width = SimdWidth.Scalar }, optimiser, surrogate);
        Compare.ShouldBeClose<float>(scalar, expected, 1e-4, "scalar");
    }

    [Fact]
    public void Event_driven_and_trace_exact_agree_over_a_long_run_while_weights_are_fixed()
    {
        using SpikingNetwork events = SpikingNetwork.Create(Synthetic.Network(), 3, new SimdBackend(new SimdOptions { Forward = ForwardMode.EventDriven, Threads = 1 }));
        using SpikingNetwork traces = SpikingNetwork.Create(Synthetic.Network(), 3, new SimdBackend(new SimdOptions { Forward = ForwardMode.TraceExact, Threads = 1 }));
        NetworkState a = events.CreateState();
        NetworkState b = traces.CreateState();
        int differing = 0;
        for (int t = 0; t < 3000; t++)
        {
            Synthetic.Run(events, a, t, t + 1, learn: false);
            Synthetic.Run(traces, b, t, t + 1, learn: false);
            double[] expected = [.. b.Tensor(0, StateTensor.Potential).Select(v => (double)v)];
            Compare.ShouldBeClose<float>(a.Tensor(0, StateTensor.Potential), expected, 2e-5, $"U of layer 0 at step {t}");
            differing += a.Tensor(0, StateTensor.Spikes).SequenceEqual(b.Tensor(0, StateTensor.Spikes)) ? 0 : 1;
        }

        // A potential within rounding of the threshold may fall on either side of it, rarely.
        differing.ShouldBeLessThan(5);
    }

    [Fact]
    public void The_first_learning_steps_are_those_of_the_reference()
    {
        using SpikingNetwork simd = SpikingNetwork.Create(Synthetic.Network(), 4, new SimdBackend(new SimdOptions { Forward = ForwardMode.TraceExact }));
        using SpikingNetwork reference = SpikingNetwork.Create(Synthetic.Network(), 4, new ReferenceBackend());
        NetworkState a = simd.CreateState();
        NetworkState b = reference.CreateState();
        Synthetic.Run(simd, a, 0, 12);
        Synthetic.Run(reference, b, 0, 12);
        double[] expected = [.. Synthetic.Everything(reference, b).Select(v => (double)v)];
        Compare.ShouldBeClose<float>(Synthetic.Everything(simd, a), expected, 1e-4, "weights, moments, activity");
    }

    [Theory]
    [InlineData(OptimiserKind.Adamax)]
    [InlineData(OptimiserKind.Adam)]
    public void Weights_left_alone_for_many_updates_catch_up_exactly(OptimiserKind kind)
    {
        // 32 channels in two blocks; only the first sees an error, then both do. Reading the moments in between must change nothing.
        NetworkDefinition definition = Synthetic.Network(kind, dropout: 0, SurrogateKind.Boxcar);
        definition = definition with { Optimiser = definition.Optimiser with { Beta1 = 0 } };
        float[] untouched = Moments(definition, read: false);
        Moments(definition, read: true).ShouldBe(untouched);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 5, new SimdBackend(new SimdOptions { Threads = 1 }));
        NetworkState state = network.CreateState();
        StepInput[] steps = [.. Enumerable.Range(0, 50).Select(t => Synthetic.Step(Synthetic.Input, .2, 1, t))];
        Run(); // first use: scratch memory, moments
        SteadyState.AllocatedBytes(Run).ShouldBe(0);

        void Run()
        {
            foreach (StepInput step in steps)
            {
                network.Step(state, step.Inputs.Span, step.Counts.Span, 1, learn: true);
            }
        }
    }

    [Theory]
    [InlineData(ForwardMode.EventDriven, 4)]
    [InlineData(ForwardMode.TraceExact, 2)]
    public void A_stream_is_at_most_four_values_per_neuron_and_two_per_input(ForwardMode mode, int perNeuron)
    {
        using var folder = new TemporaryFolder();
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 5, new SimdBackend(new SimdOptions { Threads = 1, Forward = mode }));
        NetworkState state = network.CreateState();
        Synthetic.Run(network, state, 0, 10);
        state.Save(folder.File("s"));
        int values = network.Layers.Sum(plan => (2 * plan.Input.Size) + (perNeuron * plan.Output.Size));
        const int Header = 2000;
        new FileInfo(folder.File("s")).Length.ShouldBeInRange(values * sizeof(float), (values * sizeof(float)) + Header);
    }

    [Fact]
    public void Twenty_thousand_steps_take_no_more_memory_than_two_hundred()
    {
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 5, new SimdBackend(new SimdOptions { Threads = 1 }));
        NetworkState state = network.CreateState();
        StepInput[] steps = [.. Enumerable.Range(0, 50).Select(t => Synthetic.Step(Synthetic.Input, .2, 1, t))];
        Run(200);
        SteadyState.AllocatedBytes(() => Run(20_000)).ShouldBe(0);

        void Run(int count)
        {
            for (int t = 0; t < count; t++)
            {
                StepInput step = steps[t % steps.Length];
                network.Step(state, step.Inputs.Span, step.Counts.Span, t / 100 % 3, learn: true);
            }
        }
    }

    [Fact]
    public void What_decays_for_long_becomes_zero_before_it_becomes_denormal()
    {
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 5, new SimdBackend(new SimdOptions { Threads = 1 }));
        NetworkState state = network.CreateState();
        Synthetic.Run(network, state, 0, 20, learn: false);
        for (int t = 0; t < 2000; t++)
        {
            network.Step(state, [], [], -1, learn: false);
            foreach (StateTensor tensor in new[] { StateTensor.SynapseTrace, StateTensor.MembraneTrace, StateTensor.SynapticCurrent, StateTensor.MembraneCurrent, StateTensor.Refractory })
            {
                state.Tensor(0, tensor).ShouldAllBe(v => v == 0 || float.IsNormal(v));
            }
        }

        state.Tensor(0, StateTensor.MembraneTrace).ShouldAllBe(v => v == 0);
    }

    [Fact]
    public void Streams_side_by_side_infer_as_each_alone()
    {
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 6, new SimdBackend(new SimdOptions { Threads = 2 }));
        NetworkState[] together = [network.CreateState(), network.CreateState(), network.CreateState()];
        NetworkState[] alone = [network.CreateState(), network.CreateState(), network.CreateState()];
        for (int t = 0; t < 40; t++)
        {
            StepInput[] inputs = [.. together.Select((_, b) => Synthetic.Step(Synthetic.Input, .2, (ulong)b, t))];
            network.Step([.. together.Select((s, b) => new NetworkSample(s, inputs[b].Inputs, inputs[b].Counts, -1))], learn: false);
            for (int b = 0; b < alone.Length; b++)
            {
                network.Step(alone[b], inputs[b].Inputs.Span, inputs[b].Counts.Span, -1, learn: false);
                together[b].Scores.ToArray().ShouldBe(alone[b].Scores.ToArray());
            }
        }
    }

    [Fact]
    public void Threshold_adaptation_brings_every_layer_to_the_rate()
    {
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 7, new SimdBackend(new SimdOptions { Threads = 1 }));
        NetworkState state = network.CreateState();
        var control = new ThresholdAdaptation(network, .15);
        for (int t = 0; t < 4000; t++)
        {
            Synthetic.Run(network, state, t, t + 1, learn: false);
            control.Observe(state);
        }

        var rates = new double[state.LayerCount];
        for (int t = 4000; t < 4500; t++)
        {
            Synthetic.Run(network, state, t, t + 1, learn: false);
            for (int i = 0; i < rates.Length; i++)
            {
                rates[i] += state.OutputRate(i) / 500;
            }
        }

        rates.ShouldAllBe(r => r > .1 && r < .2);
    }

    private static float[] Learn(SimdOptions options, OptimiserKind optimiser, SurrogateKind surrogate)
    {
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(optimiser, .5f, surrogate), 3, new SimdBackend(options));
        NetworkState state = network.CreateState();
        Synthetic.Run(network, state, 0, 25);
        return Synthetic.Everything(network, state);
    }

    private static float[] Moments(NetworkDefinition definition, bool read)
    {
        using SpikingNetwork network = SpikingNetwork.Create(definition, 8, new SimdBackend(new SimdOptions { Threads = 1 }));
        NetworkState state = network.CreateState();
        for (int t = 0; t < 60; t++)
        {
            // Silence in two of three steps leaves whole blocks without an error.
            Synthetic.Run(network, state, t, t + 1, learn: t % 3 == 0, probability: t % 3 == 0 ? .02 : 0);
            if (read)
            {
                _ = network.Tensor(1, LayerTensor.WeightMoment2);
            }
        }

        return Synthetic.Everything(network, state);
    }
}
