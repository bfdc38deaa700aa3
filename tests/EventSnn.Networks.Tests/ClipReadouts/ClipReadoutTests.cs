using EventSnn.Events.Binning;
using EventSnn.Events.Random;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Learning;
using EventSnn.TestKit;

namespace EventSnn.Networks.Tests.ClipReadouts;

public sealed class ClipReadoutTests : IDisposable
{
    private const int WindowSteps = 20;
    private const int Side = 8;
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Two_clips_of_two_classes_are_enough_to_tell_them_apart()
    {
        using SpikingNetwork network = Create();
        NetworkState stream = network.CreateState();
        Show(network, stream, bar: 0, steps: 10, label: 0);
        Show(network, stream, bar: 1, steps: 10, label: 1);
        network.EndClip(stream);
        network.LearnedClips.ShouldBe(2);

        for (int bar = 0; bar < 2; bar++)
        {
            stream.Reset();
            Show(network, stream, bar, steps: 10, label: -1, seed: 9);
            Best(stream).ShouldBe(bar);
            stream.Scores.ToArray().Sum().ShouldBe(1, 1e-5);
        }
    }

    [Fact]
    public void Before_the_first_clip_the_layers_that_have_a_share_decide_alone()
    {
        using SpikingNetwork network = SpikingNetwork.Create(Definition() with { ClipReadout = Definition().ClipReadout! with { LayersShare = 1 } }, 3);
        using SpikingNetwork plain = SpikingNetwork.Create(Definition() with { ClipReadout = null }, 3);
        NetworkState stream = network.CreateState();
        NetworkState layers = plain.CreateState();
        var mean = new double[3];
        for (int k = 0; k < 8; k++)
        {
            Step(network, stream, 1, k, -1);
            Step(plain, layers, 1, k, -1);
            for (int c = 0; c < 3 && k >= network.Definition.BurnInSteps; c++)
            {
                mean[c] += layers.Scores[c];
            }
        }

        for (int c = 0; c < 3; c++)
        {
            ((double)stream.Scores[c]).ShouldBe(mean[c] / mean.Sum(), 1e-5);
        }
    }

    /// <summary>Laplace's rule of succession: after k showings the next one may be another with probability 1 / (k + 2).</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Confidence_grows_with_showings_not_with_rehearsals(int showings)
    {
        using SpikingNetwork network = Create();
        NetworkState stream = network.CreateState();
        for (int clip = 0; clip < 40; clip++)
        {
            network.ClipsAreNew = clip < 2 * showings;
            Show(network, stream, clip % 2, steps: 10, label: clip % 2, seed: clip);
            network.EndClip(stream);
        }

        stream.Reset();
        Show(network, stream, bar: 0, steps: 10, label: -1, seed: 99);
        Best(stream).ShouldBe(0);
        double most = 1 - (1.0 / (showings + 2)) + (1.0 / (showings + 2) / 3);
        ((double)stream.Scores[0]).ShouldBeInRange(most - .05, most);
        stream.Scores.ToArray().Sum().ShouldBe(1, 1e-5);

        string file = folder.File("m.safetensors");
        network.Save(file);
        using SpikingNetwork loaded = SpikingNetwork.Load(file);
        NetworkState same = loaded.CreateState();
        Show(loaded, same, bar: 0, steps: 10, label: -1, seed: 99);
        same.Scores.ToArray().ShouldBe(stream.Scores.ToArray());
    }

    [Fact]
    public void What_left_the_window_is_forgotten()
    {
        using SpikingNetwork network = Taught();
        NetworkState stream = network.CreateState();
        Show(network, stream, bar: 0, steps: WindowSteps, label: -1);
        Best(stream).ShouldBe(0);
        Show(network, stream, bar: 1, steps: WindowSteps, label: -1);
        Best(stream).ShouldBe(1);
        stream.Scores[1].ShouldBeGreaterThan(.8f);
    }

    [Fact]
    public void A_label_that_lasts_is_learned_window_by_window_and_a_reset_forgets_without_learning()
    {
        using SpikingNetwork network = Create();
        NetworkState stream = network.CreateState();
        Show(network, stream, bar: 0, steps: (2 * WindowSteps) + 1, label: 0);
        network.LearnedClips.ShouldBe(2);
        Show(network, stream, bar: 1, steps: 5, label: -1);
        network.LearnedClips.ShouldBe(3);
        Show(network, stream, bar: 1, steps: 5, label: 1);
        stream.Reset();
        network.EndClip(stream);
        network.LearnedClips.ShouldBe(3);
        Show(network, stream, bar: 1, steps: 5, label: 1);
        network.LearnsClips = false;
        network.EndClip(stream);
        network.LearnedClips.ShouldBe(3);
    }

    [Fact]
    public void A_clip_that_is_followed_is_learned_whole_by_the_readout_and_by_no_layer()
    {
        using SpikingNetwork followed = Create();
        using SpikingNetwork watched = Create();
        using SpikingNetwork learning = Create();
        float[] weights = followed.Tensor(0, LayerTensor.Weights);
        followed.UpdatePolicy = new UpdatePolicy { Rate = .1, Accumulates = true };
        NetworkState follows = followed.CreateState();
        NetworkState watches = watched.CreateState();
        NetworkState learns = learning.CreateState();
        for (int k = 0; k < 10; k++)
        {
            (int[] inputs, ushort[] counts) = Bar(0, k);
            followed.Follow(follows, inputs, counts, 0);
            watched.Step(watches, inputs, counts, 0, learn: false);
            learning.Step(learns, inputs, counts, 0, learn: true);
        }

        follows.Readout(0).ToArray().ShouldBe(watches.Readout(0).ToArray()); // the activity goes on as without a label
        followed.Tensor(0, LayerTensor.Weights).ShouldBe(weights);
        (followed.UpdateCount, followed.PossibleLayerUpdates, followed.SkippedLayerUpdates).ShouldBe((0, 0, 0));
        learning.UpdateCount.ShouldBeGreaterThan(0);
        foreach (SpikingNetwork network in (SpikingNetwork[])[followed, watched, learning])
        {
            network.EndClip(network == followed ? follows : network == watched ? watches : learns);
        }

        followed.LearnedClips.ShouldBe(learning.LearnedClips);
        followed.LearnedClips.ShouldBeGreaterThan(0);
        watched.LearnedClips.ShouldBe(0); // what only infers has no label to learn a clip by
    }

    [Fact]
    public void Beginnings_are_learned_beside_the_whole_clip()
    {
        using SpikingNetwork network = Create();
        NetworkState stream = network.CreateState();
        Show(network, stream, bar: 0, steps: 10, label: 0);
        network.EndClip(stream, beginnings: 2);
        network.LearnedClips.ShouldBe(3);
        Should.Throw<ArgumentOutOfRangeException>(() => network.EndClip(stream, -1));
    }

    [Fact]
    public void Labels_that_nothing_tells_apart_are_said_with_little_confidence()
    {
        using SpikingNetwork network = Create();
        NetworkState stream = network.CreateState();
        var random = new RandomStream(4);
        double confidence = 0;
        for (int clip = 0; clip < 200; clip++)
        {
            stream.Reset();
            int label = random.NextInt32(2);
            Show(network, stream, bar: 0, steps: 4, label, seed: 100 + clip);
            confidence += clip < 100 ? 0 : Math.Max(stream.Scores[0], stream.Scores[1]) / 100;
            network.EndClip(stream);
        }

        confidence.ShouldBeInRange(.45, .72); // half of them come true
    }

    [Fact]
    public void Learning_stopped_saved_and_resumed_is_learning_straight_through()
    {
        using SpikingNetwork straight = Create();
        NetworkState stream = straight.CreateState();
        Act(straight, stream, 0, 60);

        using (SpikingNetwork first = Create())
        {
            NetworkState half = first.CreateState();
            Act(first, half, 0, 33);
            first.Save(folder.File("m"));
            half.Save(folder.File("s"));
        }

        using SpikingNetwork second = SpikingNetwork.Load(folder.File("m"));
        NetworkState resumed = second.CreateState();
        resumed.Restore(folder.File("s"));
        Act(second, resumed, 33, 60);

        resumed.Scores.ToArray().ShouldBe(stream.Scores.ToArray());
        straight.Save(folder.File("a"));
        second.Save(folder.File("b"));
        File.ReadAllBytes(folder.File("b")).ShouldBe(File.ReadAllBytes(folder.File("a")));
    }

    [Fact]
    public void Streams_side_by_side_are_what_each_is_alone()
    {
        using SpikingNetwork network = Taught();
        NetworkState[] together = [network.CreateState(), network.CreateState()];
        NetworkState alone = network.CreateState();
        for (int k = 0; k < 12; k++)
        {
            (int[] a, ushort[] n) = Bar(0, k);
            (int[] b, ushort[] m) = Bar(1, k);
            network.Step([new NetworkSample(together[0], a, n, -1), new NetworkSample(together[1], b, m, -1)], learn: false);
            network.Step(alone, b, m, -1, learn: false);
        }

        together[1].Scores.ToArray().ShouldBe(alone.Scores.ToArray());
        Best(together[0]).ShouldBe(0);
    }

    [Fact]
    public void A_twin_believes_the_same()
    {
        using SpikingNetwork network = Taught();
        using SpikingNetwork twin = network.CreateTwin();
        NetworkState stream = network.CreateState();
        Show(network, stream, bar: 1, steps: 7, label: -1);
        NetworkState other = twin.CreateState();
        other.CopyFrom(stream);
        Step(network, stream, 1, 7, -1);
        Step(twin, other, 1, 7, -1);
        other.Scores.ToArray().ShouldBe(stream.Scores.ToArray());
    }

    [Fact]
    public void A_step_and_the_learning_of_a_clip_allocate_nothing()
    {
        using SpikingNetwork network = Taught();
        NetworkState stream = network.CreateState();
        (int[] inputs, ushort[] counts) = Bar(0, 1);
        Work();
        SteadyState.AllocatedBytes(Work).ShouldBe(0);

        void Work()
        {
            for (int k = 0; k < 50; k++)
            {
                network.Step(stream, inputs, counts, k / 25, learn: true);
            }
        }
    }

    [Fact]
    public void Scores_that_are_no_probabilities_are_refused()
    {
        NetworkDefinition wrong = Definition() with { Loss = new LossDefinition(LossKind.SmoothL1) };
        Should.Throw<ModelException>(() => SpikingNetwork.Create(wrong, 1)).Message.ShouldContain("clip readout");
    }

    public void Dispose() => folder.Dispose();

    private static NetworkDefinition Definition() => NetworkPresets.Create("best", new InputShape(2, Side, Side), ["left", "right", "never"], 10_000) with
    {
        ClipReadout = new ClipReadoutDefinition { Layer = new() { Channels = 20, Cells = 2 }, WindowMicroseconds = WindowSteps * 10_000 },
    };

    private static SpikingNetwork Create() => SpikingNetwork.Create(Definition(), 3);

    private static SpikingNetwork Taught()
    {
        SpikingNetwork network = Create();
        NetworkState stream = network.CreateState();
        for (int clip = 0; clip < 20; clip++)
        {
            Show(network, stream, clip % 2, steps: 10, label: clip % 2, seed: clip);
        }

        network.EndClip(stream);
        return network;
    }

    private static void Act(SpikingNetwork network, NetworkState stream, int from, int to)
    {
        for (int k = from; k < to; k++)
        {
            Step(network, stream, k / 9 % 2, k, k / 9 % 3 - 1);
        }
    }

    private static void Show(SpikingNetwork network, NetworkState stream, int bar, int steps, int label, int seed = 1)
    {
        for (int k = 0; k < steps; k++)
        {
            Step(network, stream, bar, (seed * 1000) + k, label);
        }
    }

    private static void Step(SpikingNetwork network, NetworkState stream, int bar, int k, int label)
    {
        (int[] inputs, ushort[] counts) = Bar(bar, k);
        network.Step(stream, inputs, counts, label, learn: label >= 0);
    }

    /// <summary>Events along an upright bar, left or right, at random.</summary>
    private static (int[] Inputs, ushort[] Counts) Bar(int bar, int k)
    {
        var random = new RandomStream((ulong)k + 1);
        int column = bar == 0 ? 1 : Side - 2;
        int[] inputs = [.. Enumerable.Range(0, Side).Where(_ => random.NextSingle() < .7f).Select(y => (y * Side) + column)];
        return (inputs, [.. inputs.Select(_ => (ushort)(1 + random.NextInt32(2)))]);
    }

    private static int Best(NetworkState stream) => stream.Scores.IndexOf(stream.Scores.ToArray().Max());
}
