using EventSnn.Events.Binning;
using EventSnn.Networks.Continual;

namespace EventSnn.Networks.Tests.Continual;

public sealed class SpikeTraceEncoderTests
{
    private static readonly InputShape Shape = new(2, 8, 8);
    private static readonly SpikeCountOptions Layer = new() { Channels = 8, Cells = 2, Kernel = 3 };

    [Fact]
    public void With_a_long_memory_it_tells_what_the_counts_of_the_clip_tell()
    {
        var trace = new SpikeTraceEncoder(Shape, 10_000, 1_000_000_000_000, Layer);
        var counts = new SpikeCountEncoder(Shape, Layer);
        for (int k = 0; k < 40; k++)
        {
            int[] inputs = [k % 64, 64 + (k * 5 % 64)];
            ushort[] events = [2, 1];
            trace.Push(inputs, events);
            counts.Push(inputs, events);
        }

        var a = new float[trace.Size];
        var b = new float[counts.Size];
        trace.CopyTo(a);
        counts.CopyTo(b);
        for (int i = 0; i < a.Length; i++)
        {
            a[i].ShouldBe(b[i], 1e-4f);
        }
    }

    [Fact]
    public void Counts_fade_by_the_time_constant_and_the_rate_is_that_of_events_not_of_motion()
    {
        var six = new InputShape(6, 8, 8);
        var trace = new SpikeTraceEncoder(six, 10_000, 100_000, Layer);
        for (int k = 0; k < 200; k++)
        {
            trace.Push([3, 70, (64 * 4) + 3], [2, 1, 9]); // the last one is motion
        }

        trace.EventsPerSecond.ShouldBe(300, 1);
        for (int k = 0; k < 10; k++)
        {
            trace.Push([], []);
        }

        trace.EventsPerSecond.ShouldBe(300 / Math.E, 2);
        trace.Reset();
        var vector = new float[trace.Size];
        trace.CopyTo(vector);
        vector.ShouldAllBe(v => v == 0);
    }

    [Fact]
    public void What_came_lately_outweighs_what_came_before()
    {
        float[] only = After([]);
        float[] mixed = After(Enumerable.Repeat(0, 100));
        float[] before = Vector(Enumerable.Repeat(0, 100));
        Dot(mixed, only).ShouldBeGreaterThan(.95f);
        Dot(mixed, before).ShouldBeLessThan(Dot(mixed, only));

        static float[] After(IEnumerable<int> first) => Vector(first.Concat(Enumerable.Repeat(60, 60)));
    }

    [Fact]
    public void What_pushed_neurons_down_for_long_does_not_silence_them_afterwards()
    {
        float[] fresh = Vector(Enumerable.Repeat(27, 30));
        float[] late = Vector(Enumerable.Repeat(26, 5000).Concat(Enumerable.Repeat(0, 200)).Concat(Enumerable.Repeat(27, 60)));
        Dot(fresh, late).ShouldBeGreaterThan(.97f);
    }

    private static float Dot(float[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();

    /// <summary>Ten events per step at one place and beside it.</summary>
    private static float[] Vector(IEnumerable<int> places)
    {
        var trace = new SpikeTraceEncoder(Shape, 10_000, 100_000, Layer);
        foreach (int place in places)
        {
            trace.Push([place, place + 1], [7, 3]);
        }

        var vector = new float[trace.Size];
        trace.CopyTo(vector);
        return vector;
    }
}
