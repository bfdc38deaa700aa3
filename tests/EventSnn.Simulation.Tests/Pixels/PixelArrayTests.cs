using EventSnn.Events.Geometry;
using EventSnn.Simulation.Cameras;
using EventSnn.Simulation.Pixels;

namespace EventSnn.Simulation.Tests.Pixels;

public sealed class PixelArrayTests
{
    [Fact]
    public void The_same_seed_gives_the_same_events_on_any_number_of_threads()
    {
        // Four bands of pixels, all kinds of noise, a moving pattern.
        var size = new SensorSize(256, 128);
        PixelOptions options = CameraModels.Noisy.Pixel with { ReboundAfterOn = 0.3, ReboundAfterOff = 0.1 };
        static double Light(int x, int y, double t) => 100 + (80 * Math.Sin((x * 0.2) + (y * 0.1) - (30 * t)));
        Recorded one = Recorded.Of(size, options, 0.1, 1000, Light, seed: 9);
        Recorded four = Recorded.Of(size, options, 0.1, 1000, Light, seed: 9, threads: 4);
        one.Events.Count.ShouldBeGreaterThan(10_000);
        four.Events.ShouldBe(one.Events);
        Recorded.Of(size, options, 0.1, 1000, Light, seed: 10).Events.ShouldNotBe(one.Events);
    }

    [Fact]
    public void Every_event_is_accounted_for()
    {
        PixelOptions options = CameraModels.Noisy.Pixel with { RefractoryMicroseconds = 2000, ReboundAfterOn = 0.2, ReboundAfterOff = 0.1 };
        Recorded recorded = Recorded.Of(new(64, 64), options, 0.3, 1000, (x, y, t) => 100 + (90 * Math.Sin(x + y + (100 * t))));
        PixelCounters counters = recorded.Pixels.Counters;
        counters.Fired.ShouldBe(recorded.Events.Count);
        counters.Refractory.ShouldBeGreaterThan(0);
        counters.Shot.ShouldBeGreaterThan(0);
        counters.Hot.ShouldBeGreaterThan(0);
        counters.Rebounds.ShouldBeGreaterThan(0);
        (counters.Crossings + counters.Shot + counters.Hot + counters.Rebounds).ShouldBe(counters.Fired + counters.Refractory);
        recorded.Events.Select(e => e.T).ShouldBeInOrder();
    }

    [Fact]
    public void Samples_too_far_apart_for_the_low_pass_are_counted()
    {
        PixelOptions options = Recorded.Ideal with { BandwidthHz = 300 };
        Recorded.Of(new(4, 4), options, 0.1, 1000, (_, _, _) => 9).Pixels.Counters.CoarseSamples.ShouldBe(100);
        Recorded.Of(new(4, 4), options, 0.1, 10_000, (_, _, _) => 9).Pixels.Counters.CoarseSamples.ShouldBe(0);
    }

    [Fact]
    public void A_sample_of_the_wrong_size_or_time_is_refused()
    {
        var pixels = new PixelArray(new(4, 4), Recorded.Ideal, 1);
        Should.Throw<ArgumentException>(() => pixels.Expose(new float[15], 0)).Message.ShouldContain("16 values, found 15");
        pixels.Expose(new float[16], 5);
        Should.Throw<ArgumentException>(() => pixels.Expose(new float[16], 5)).Message.ShouldContain("after the last one at 5 us");
    }

    [Theory]
    [InlineData(float.NegativeInfinity)]
    [InlineData(-5f)]
    [InlineData(0f)]
    public void Light_below_zero_counts_as_darkness(float light)
    {
        foreach (LightResponse response in Enum.GetValues<LightResponse>())
        {
            var pixels = new PixelArray(new(9, 1), Recorded.Ideal with { Response = response, BandwidthHz = 100 }, 1);
            var sample = new float[9];
            pixels.Expose(sample, 0);
            Array.Fill(sample, light);
            pixels.Expose(sample, 1000).ShouldBe(0);
        }
    }
}
