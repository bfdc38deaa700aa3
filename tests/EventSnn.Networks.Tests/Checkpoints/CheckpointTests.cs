using System.Text;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Learning;
using EventSnn.Networks.Tests.Support;
using EventSnn.TestKit;

namespace EventSnn.Networks.Tests.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<OptimiserKind> Optimisers => [.. Enum.GetValues<OptimiserKind>()];

    [Theory]
    [MemberData(nameof(Optimisers))]
    public void Learning_stopped_saved_and_resumed_is_learning_straight_through(OptimiserKind optimiser)
    {
        using SpikingNetwork straight = SpikingNetwork.Create(Synthetic.Network(optimiser), 5);
        NetworkState stream = straight.CreateState();
        Synthetic.Run(straight, stream, 0, 60);

        using (SpikingNetwork first = SpikingNetwork.Create(Synthetic.Network(optimiser), 5))
        {
            NetworkState half = first.CreateState();
            Synthetic.Run(first, half, 0, 31);
            first.Save(folder.File("model.safetensors"));
            half.Save(folder.File("state.safetensors"));
        }

        using SpikingNetwork second = SpikingNetwork.Load(folder.File("model.safetensors"));
        NetworkState resumed = second.CreateState();
        resumed.Restore(folder.File("state.safetensors"));
        Synthetic.Run(second, resumed, 31, 60);

        second.UpdateCount.ShouldBe(straight.UpdateCount);
        Synthetic.Everything(second, resumed).ShouldBe(Synthetic.Everything(straight, stream));
    }

    [Theory]
    [InlineData("best")]
    [InlineData("gesture")]
    [InlineData("g0")]
    [InlineData("g2-dense")]
    public void A_checkpoint_carries_the_whole_definition(string preset)
    {
        NetworkDefinition definition = NetworkPresets.Create(preset, new(2, 16, 16), ["fist", "wave", "über"], 5000);
        using SpikingNetwork network = SpikingNetwork.Create(definition, 1);
        network.LearningRateFactor = .1;
        network.Save(folder.File("m"));
        using SpikingNetwork loaded = SpikingNetwork.Load(folder.File("m"));

        loaded.Definition.Layers.ShouldBe(definition.Layers);
        loaded.Definition.ClassNames.ShouldBe(definition.ClassNames);
        (loaded.Definition with { Layers = definition.Layers, ClassNames = definition.ClassNames }).ShouldBe(definition);
        loaded.LearningRateFactor.ShouldBe(.1);
        loaded.Seed.ShouldBe(1UL);
    }

    [Fact]
    public void A_file_that_is_no_model_is_named_with_what_was_expected_and_found()
    {
        Refused("missing", null).ShouldContain("no such file");
        Refused("empty", []).ShouldContain("0 bytes");
        Refused("text", Encoding.ASCII.GetBytes("this is a text file, no model at all")).ShouldContain("expected a model (safetensors), found a text that begins with 'this is '");
        Refused("json", [8, 0, 0, 0, 0, 0, 0, 0, .. "{broken "u8]).ShouldContain("JSON header");
        Refused("other", [2, 0, 0, 0, 0, 0, 0, 0, .. "{}"u8]).ShouldContain("no format entry");
        ModelException directory = Should.Throw<ModelException>(() => SpikingNetwork.Load(folder.Path));
        directory.Message.ShouldContain("directory");
    }

    [Fact]
    public void A_cut_model_says_at_which_byte_it_ends()
    {
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 5);
        network.Save(folder.File("m"));
        byte[] whole = File.ReadAllBytes(folder.File("m"));
        for (int length = 0; length < whole.Length; length += 1 + (whole.Length / 97))
        {
            Refused("cut", whole[..length]).ShouldContain("byte");
        }
    }

    [Fact]
    public void A_run_with_rate_control_goes_on_bit_for_bit()
    {
        using SpikingNetwork straight = SpikingNetwork.Create(Synthetic.Network(), 5);
        var control = new ThresholdAdaptation(straight, .05, interval: 7);
        NetworkState stream = straight.CreateState();
        RunControlled(straight, stream, control, 0, 40); // in the middle of an interval
        straight.Save(folder.File("m"));
        stream.Save(folder.File("s"));
        RunControlled(straight, stream, control, 40, 120);

        using SpikingNetwork second = SpikingNetwork.Load(folder.File("m"));
        NetworkState resumed = second.CreateState();
        resumed.Restore(folder.File("s"));
        second.RateControl.ShouldNotBeNull().Target.ShouldBe(.05);
        RunControlled(second, resumed, second.RateControl, 40, 120);
        Synthetic.Everything(second, resumed).ShouldBe(Synthetic.Everything(straight, stream));
    }

    [Fact]
    public void A_save_that_fails_leaves_the_old_model()
    {
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 5);
        string path = folder.File("m");
        network.Save(path);
        byte[] old = File.ReadAllBytes(path);

        // The name of the temporary file is taken by a folder: the write fails before anything is replaced.
        Directory.CreateDirectory($"{path}.{Environment.ProcessId}.tmp");
        ModelException e = Should.Throw<ModelException>(() => network.Save(path));

        e.Message.ShouldContain("untouched");
        e.File.ShouldBe(path);
        File.ReadAllBytes(path).ShouldBe(old);
    }

    [Fact]
    public void A_state_of_another_network_is_refused_and_changes_nothing()
    {
        using SpikingNetwork small = SpikingNetwork.Create(Synthetic.Network(), 5);
        using SpikingNetwork large = SpikingNetwork.Create(NetworkPresets.Create("g1-dense", Synthetic.Input, ["a", "b"], 1000), 5);
        large.CreateState().Save(folder.File("s"));
        NetworkState state = small.CreateState();
        Synthetic.Run(small, state, 0, 5);
        float[] before = Synthetic.Everything(small, state);

        Should.Throw<ModelException>(() => state.Restore(folder.File("s"))).Message.ShouldContain("values");

        Synthetic.Everything(small, state).ShouldBe(before);
        state.StepIndex.ShouldBe(5);
    }

    public void Dispose() => folder.Dispose();

    private static void RunControlled(SpikingNetwork network, NetworkState state, ThresholdAdaptation control, int from, int to)
    {
        for (int t = from; t < to; t++)
        {
            Synthetic.Run(network, state, t, t + 1);
            control.Observe(state);
        }
    }

    private string Refused(string name, byte[]? content)
    {
        string path = folder.File(name);
        if (content is not null)
        {
            File.WriteAllBytes(path, content);
        }

        ModelException e = Should.Throw<ModelException>(() => SpikingNetwork.Load(path));
        e.File.ShouldBe(path);
        e.Message.ShouldStartWith(path);
        return e.Message;
    }
}
