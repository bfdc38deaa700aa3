using EventSnn.Events.Binning;
using EventSnn.Networks;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Compute.Simd;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Learning;
using EventSnn.Networks.Tests.Golden;
using EventSnn.Networks.Tests.Support;
using ILGPU.Runtime;

namespace EventSnn.Ilgpu.Tests;

public sealed class IlgpuBackendTests
{
    /// <summary>How far weights may be apart after 500 steps, in units of how far they moved.</summary>
    private const double LearningTolerance = .02;

    private static readonly string[] Goldens =
    [
        "dense-lif-forward", "dense-decolle-sgd", "dense-decolle-adamax", "dense-decolle-normalised-fastsigmoid", "conv-lif-forward",
        "conv-decolle-adamax", "conv-dense-decolle-sgd-reg-dropout", "conv-dcll-variant-sigmoid-readout",
    ];

    public static TheoryData<string> Devices => [.. TestDevices.Names];

    public static TheoryData<string, string> GoldenCases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string device in TestDevices.Names)
            {
                foreach (string golden in Goldens)
                {
                    cases.Add(device, golden);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(GoldenCases))]
    public void It_agrees_with_the_golden_vectors_trace_exact(string device, string name)
    {
        using Accelerator accelerator = TestDevices.Open(device);
        using var backend = new IlgpuBackend(accelerator, ForwardMode.TraceExact);
        new GoldenRun<float>(new GoldenCase(name), backend.CreateLayer).Check();
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void It_agrees_with_the_golden_vectors_event_driven_while_weights_are_fixed(string device)
    {
        using Accelerator accelerator = TestDevices.Open(device);
        using var backend = new IlgpuBackend(accelerator, ForwardMode.EventDriven);
        new GoldenRun<float>(new GoldenCase("dense-lif-forward"), backend.CreateLayer).Check();
        new GoldenRun<float>(new GoldenCase("conv-lif-forward"), backend.CreateLayer).Check();
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Forward_sums_of_whole_numbers_are_those_of_the_simd_backend_to_the_bit(string device)
    {
        // Weights and decays are multiples of powers of two, so that every sum is exact whatever a compiler fuses: the spikes must be the same.
        NetworkDefinition definition = Whole(Synthetic.Network(dropout: 0));
        using Accelerator accelerator = TestDevices.Open(device);
        using SpikingNetwork device1 = Round(SpikingNetwork.Create(definition, 3, new IlgpuBackend(accelerator)));
        using SpikingNetwork simd = Round(SpikingNetwork.Create(definition, 3, new SimdBackend(new SimdOptions { Threads = 1 })));
        NetworkState a = device1.CreateState();
        NetworkState b = simd.CreateState();
        for (int t = 0; t < 12; t++)
        {
            Synthetic.Run(device1, a, t, t + 1, learn: false);
            Synthetic.Run(simd, b, t, t + 1, learn: false);
            for (int i = 0; i < 3; i++)
            {
                a.Tensor(i, StateTensor.Potential).ShouldBe(b.Tensor(i, StateTensor.Potential), $"U of layer {i} at step {t}");
                a.Tensor(i, StateTensor.Spikes).ShouldBe(b.Tensor(i, StateTensor.Spikes));
                a.SpikeRate(i).ShouldBe(b.SpikeRate(i));
                a.OutputRate(i).ShouldBe(b.OutputRate(i));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void The_first_learning_steps_are_those_of_the_simd_backend(string device)
    {
        foreach (ForwardMode mode in Enum.GetValues<ForwardMode>())
        {
            using Accelerator accelerator = TestDevices.Open(device);
            using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 4, new IlgpuBackend(accelerator, mode));
            using SpikingNetwork simd = SpikingNetwork.Create(Synthetic.Network(), 4, new SimdBackend(new SimdOptions { Forward = mode }));
            NetworkState a = network.CreateState();
            NetworkState b = simd.CreateState();
            Synthetic.Run(network, a, 0, 12);
            Synthetic.Run(simd, b, 0, 12);
            double[] expected = [.. Synthetic.Everything(simd, b).Select(v => (double)v)];
            Compare.ShouldBeClose<float>(Synthetic.Everything(network, a), expected, 1e-4, $"{mode}: weights, moments, activity");
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_chunk_of_steps_is_the_same_steps_one_by_one(string device)
    {
        foreach (NetworkDefinition definition in Definitions())
        {
            using Accelerator accelerator = TestDevices.Open(device);
            using SpikingNetwork together = SpikingNetwork.Create(definition, 5, new IlgpuBackend(accelerator));
            using SpikingNetwork single = SpikingNetwork.Create(definition, 5, new IlgpuBackend(accelerator));
            together.PreferredChunk.ShouldBeGreaterThan(1);
            together.UpdatePolicy = single.UpdatePolicy = new UpdatePolicy { EveryN = 2, ErrorThreshold = .02f };
            NetworkState[] a = [together.CreateState(), together.CreateState()];
            NetworkState[] b = [single.CreateState(), single.CreateState()];
            var readouts = new List<float>();
            List<NetworkSample[]> steps = [.. Enumerable.Range(0, 70).Select(t => Batch(a, t))];
            together.Run(steps, learn: true, k => readouts.AddRange([.. a[0].Scores, a[0].SpikeRate(1), a[1].OutputRate(0), a[0].Loss(2), .. a[1].Readout(0)]));

            var expected = new List<double>();
            for (int t = 0; t < 70; t++)
            {
                single.Step(Batch(b, t), learn: true);
                foreach (float v in (float[])[.. b[0].Scores, b[0].SpikeRate(1), b[1].OutputRate(0), b[0].Loss(2), .. b[1].Readout(0)])
                {
                    expected.Add(v);
                }
            }

            Compare.ShouldBeClose<float>(readouts.ToArray(), [.. expected], 2e-4, definition.Preset + ": what the steps showed");
            double[] everything = [.. Synthetic.Everything(single, b[0]).Select(v => (double)v)];
            Compare.ShouldBeClose<float>(Synthetic.Everything(together, a[0]), everything, 2e-4, definition.Preset + ": weights, moments, activity");
            together.LearnedClips.ShouldBe(single.LearnedClips);
            together.UpdateCount.ShouldBe(single.UpdateCount);
            together.PossibleLayerUpdates.ShouldBe(single.PossibleLayerUpdates);
            together.SkippedLayerUpdates.ShouldBe(single.SkippedLayerUpdates);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void After_500_learning_steps_the_weights_have_moved_where_those_of_the_simd_backend_have(string device)
    {
        // A spike is a threshold: rounding flips one now and then, and from there on the two differ by more than rounding. What they learn does not.
        using Accelerator accelerator = TestDevices.Open(device);
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 4, new IlgpuBackend(accelerator));
        using SpikingNetwork simd = SpikingNetwork.Create(Synthetic.Network(), 4, new SimdBackend(new SimdOptions { Threads = 1 }));
        float[][] before = [.. Enumerable.Range(0, simd.Layers.Count).Select(i => simd.Tensor(i, LayerTensor.Weights).ToArray())];
        NetworkState[] a = [network.CreateState(), network.CreateState()];
        NetworkState[] b = [simd.CreateState(), simd.CreateState()];
        network.Run([.. Enumerable.Range(0, 500).Select(t => Batch(a, t))], learn: true);
        simd.Run([.. Enumerable.Range(0, 500).Select(t => Batch(b, t))], learn: true);
        for (int i = 0; i < before.Length; i++)
        {
            float[] here = network.Tensor(i, LayerTensor.Weights);
            float[] there = simd.Tensor(i, LayerTensor.Weights);
            double moved = Math.Sqrt(there.Zip(before[i], (w, w0) => (double)(w - w0) * (w - w0)).Sum());
            double apart = Math.Sqrt(there.Zip(here, (w, v) => (double)(w - v) * (w - v)).Sum());
            moved.ShouldBeGreaterThan(0);
            (apart / moved).ShouldBeLessThan(LearningTolerance, $"layer {i}: apart {apart}, moved {moved}");
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_policy_that_looks_at_the_step_before_runs_step_by_step(string device)
    {
        using Accelerator accelerator = TestDevices.Open(device);
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 4, new IlgpuBackend(accelerator));
        network.UpdatePolicy = new UpdatePolicy { Rate = .1, Levels = 1 };
        network.PreferredChunk.ShouldBe(1);
        NetworkState[] states = [network.CreateState(), network.CreateState()];
        network.Run([.. Enumerable.Range(0, 60).Select(t => Batch(states, t))], learn: true);
        network.SkippedLayerUpdates.ShouldBeGreaterThan(network.PossibleLayerUpdates / 2);
        network.SkippedLayerUpdates.ShouldBeLessThan(network.PossibleLayerUpdates);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Two_runs_are_the_same_to_the_bit(string device)
    {
        Learn().ShouldBe(Learn());

        float[] Learn()
        {
            using Accelerator accelerator = TestDevices.Open(device);
            using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 6, new IlgpuBackend(accelerator));
            NetworkState[] states = [network.CreateState(), network.CreateState(), network.CreateState()];
            network.Run([.. Enumerable.Range(0, 20).Select(t => Batch(states, t))], learn: true);
            return Synthetic.Everything(network, states[2]);
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_checkpoint_of_the_device_goes_on_on_the_cpu(string device)
    {
        using var folder = new EventSnn.TestKit.TemporaryFolder();
        string path = folder.File("m.safetensors");
        using Accelerator accelerator = TestDevices.Open(device);
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 7, new IlgpuBackend(accelerator, ForwardMode.TraceExact));
        NetworkState state = network.CreateState();
        Synthetic.Run(network, state, 0, 8);
        network.Save(path);
        state.Save(path + ".state");
        using SpikingNetwork cpu = SpikingNetwork.Load(path, new SimdBackend(new SimdOptions { Forward = ForwardMode.TraceExact }));
        NetworkState other = cpu.CreateState();
        other.Restore(path + ".state");
        Synthetic.Run(network, state, 8, 12);
        Synthetic.Run(cpu, other, 8, 12);
        double[] expected = [.. Synthetic.Everything(network, state).Select(v => (double)v)];
        Compare.ShouldBeClose<float>(Synthetic.Everything(cpu, other), expected, 1e-4, "weights, moments, activity");
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Streams_that_are_collected_give_their_places_to_others_which_start_at_zero(string device)
    {
        using Accelerator accelerator = TestDevices.Open(device);
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 8, new IlgpuBackend(accelerator));
        for (int i = 0; i < 20; i++)
        {
            NetworkState state = network.CreateState();
            state.Tensor(0, StateTensor.MembraneTrace).ShouldAllBe(v => v == 0);
            Synthetic.Run(network, state, 0, 3, learn: false);
            state.Tensor(0, StateTensor.MembraneTrace).ShouldContain(v => v != 0);
        }
    }

    private static NetworkSample[] Batch(NetworkState[] states, int t) =>
        [.. states.Select((state, b) =>
        {
            StepInput step = Synthetic.Step(Synthetic.Input, .2, (ulong)b + 50, t);
            return new NetworkSample(state, step.Inputs, step.Counts, (t + b) % 5 == 4 ? -1 : (t / 7 + b) % 3);
        })];

    private static IEnumerable<NetworkDefinition> Definitions()
    {
        yield return Synthetic.Network() with { Preset = "dropout .5" };
        NetworkDefinition odd = Synthetic.Network(OptimiserKind.Adam, dropout: .3f);
        yield return odd with
        {
            Preset = "dropout .3, regularised, Adam",
            Layers = [.. odd.Layers.Select(l => l with { Regulariser = new RegulariserDefinition(.01f, .02f) })],
        };
        NetworkDefinition learned = Synthetic.Network(OptimiserKind.Sgd, dropout: 0, SurrogateKind.Boxcar);
        yield return learned with
        {
            Preset = "learned readout, cross-entropy, clip readout",
            ClipReadout = new ClipReadoutDefinition { Layer = new() { Channels = 8, Cells = 2 }, WindowMicroseconds = 5000, LayersShare = 1 },
            Loss = new LossDefinition(LossKind.SoftmaxCrossEntropy, 2),
            Scores = ScoreRule.SumOfLayers,
            Layers = [.. learned.Layers.Select(l => l with { Readout = new ReadoutDefinition { Kind = ReadoutKind.Learned, Grid = 2, LearningRate = .1f } })],
        };
    }

    private static NetworkDefinition Whole(NetworkDefinition definition) => definition with
    {
        Layers = [.. definition.Layers.Select(l => l with
        {
            Neuron = l.Neuron with { Alpha = .5f, Beta = .5f, AlphaRefractory = .5f, RefractoryGain = .25f },
            Readout = new ReadoutDefinition(),
        })],
    };

    private static SpikingNetwork Round(SpikingNetwork network)
    {
        for (int i = 0; i < network.Layers.Count; i++)
        {
            foreach (LayerTensor tensor in new[] { LayerTensor.Weights, LayerTensor.Bias })
            {
                network.SetTensor(i, tensor, network.Tensor(i, tensor).Select(w => MathF.Round(w * 16) / 16).ToArray());
            }
        }

        return network;
    }
}
