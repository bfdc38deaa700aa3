using EventSnn.Events.Binning;
using EventSnn.Networks.Continual;
using EventSnn.TestKit;

namespace EventSnn.Networks.Tests.Continual;

public sealed class SpikeCountEncoderTests
{
    private static readonly InputShape Shape = new(2, 8, 8);

    [Fact]
    public void Neurons_without_leak_fire_as_often_as_their_positive_charge_pays_for()
    {
        // One place, one input: V = w n. The window is 1x1, so w keeps its mean and is +-something; steps of the same events add up.
        var options = new SpikeCountOptions { Channels = 40, Kernel = 1, Cells = 1, Threshold = .01f };
        var encoder = new SpikeCountEncoder(new InputShape(1, 1, 1), options);
        var once = new float[encoder.Size];
        encoder.Push([0], [1000]);
        encoder.CopyTo(once);
        encoder.Reset();
        for (int k = 0; k < 1000; k++)
        {
            encoder.Push([0], [1]);
        }

        var often = new float[encoder.Size];
        encoder.CopyTo(often);
        once.Count(v => v == 0).ShouldBeInRange(8, 32, "negative weights: about half");
        once.Sum(v => v * v).ShouldBe(1, 1e-4);
        for (int i = 0; i < once.Length; i++)
        {
            often[i].ShouldBe(once[i], 2e-3, "rounding down to whole spikes loses at most one of hundreds");
        }
    }

    [Fact]
    public void Evenly_spread_events_excite_nobody_inside()
    {
        var encoder = new SpikeCountEncoder(Shape, new SpikeCountOptions { Cells = 8 });
        int[] all = [.. Enumerable.Range(0, Shape.Size)];
        ushort[] four = [.. all.Select(_ => (ushort)4)];
        encoder.Push(all, four);
        var vector = new float[encoder.Size];
        encoder.CopyTo(vector);
        for (int y = 2; y < 6; y++)
        {
            for (int x = 2; x < 6; x++)
            {
                vector.AsSpan(((y * 8) + x) * 64, 64).ToArray().ShouldAllBe(v => v == 0);
            }
        }

        vector.Max().ShouldBeGreaterThan(0, "at the edge a part of the window is missing");
    }

    [Fact]
    public void Twice_the_events_give_the_same_vector_but_for_rounding()
    {
        float[] one = Vector(Shape, 1, 40);
        float[] two = Vector(Shape, 1, 80);
        one.Zip(two, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(.02f);
    }

    [Fact]
    public void The_same_seed_gives_the_same_layer_and_another_seed_another()
    {
        Vector(Shape, 3, 40).ShouldBe(Vector(Shape, 3, 40));
        Vector(Shape, 3, 40).ShouldNotBe(Vector(Shape, 4, 40));
    }

    [Fact]
    public void A_step_allocates_nothing_and_a_silent_clip_is_the_zero_vector()
    {
        var encoder = new SpikeCountEncoder(Shape);
        var vector = new float[encoder.Size];
        encoder.CopyTo(vector);
        vector.ShouldAllBe(v => v == 0);
        int[] inputs = [1, 5, 80];
        ushort[] counts = [3, 1, 2];
        encoder.Push(inputs, counts);
        SteadyState.AllocatedBytes(() =>
        {
            for (int k = 0; k < 100; k++)
            {
                encoder.Push(inputs, counts);
            }
        }).ShouldBe(0);
    }

    private static float[] Vector(InputShape shape, ulong seed, ushort events)
    {
        var encoder = new SpikeCountEncoder(shape, new SpikeCountOptions { Seed = seed });
        for (int k = 0; k < 5; k++)
        {
            encoder.Push([10 + k, 20, 64 + 30 + k], [events, events, events]);
        }

        var vector = new float[encoder.Size];
        encoder.CopyTo(vector);
        return vector;
    }
}
