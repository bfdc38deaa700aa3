using EventSnn.Events.Geometry;
using EventSnn.Simulation.Pixels;

namespace EventSnn.Simulation.Tests.Pixels;

/// <summary>Noise of a static scene against its own expectation and variance, 60 s each.</summary>
public sealed class NoiseTests
{
    private const double Seconds = 60;
    private static readonly SensorSize Size = new(32, 32);

    [Fact]
    public void Leak_gives_ON_events_at_its_rate_and_far_more_regularly_than_chance()
    {
        // All pixels leak equally: n = floor(phase + rate T) with phase uniform in [0, 1).
        const double rate = 0.12;
        PixelOptions options = Recorded.Ideal with { LeakHz = rate, LeakSpread = 0, LeakJitter = 0.1, RandomPhase = true };
        Recorded dark = Recorded.Of(Size, options, Seconds, 50, (_, _, _) => 100);

        dark.Events.ShouldAllBe(e => e.P == 1);
        int[] counts = CountPerPixel(dark);
        double fraction = (rate * Seconds) % 1;
        double deviation = Math.Sqrt(fraction * (1 - fraction) / counts.Length);
        counts.Average().ShouldBe(rate * Seconds, 3 * deviation);
        counts.ShouldAllBe(n => n == 7 || n == 8);

        // The variance is that of rounding, not that of a Poisson process (7.0).
        double mean = counts.Average();
        counts.Sum(n => (n - mean) * (n - mean)).ShouldBe(counts.Length * fraction * (1 - fraction), 30);
    }

    [Fact]
    public void Leak_spreads_from_pixel_to_pixel_as_told()
    {
        PixelOptions options = Recorded.Ideal with { LeakHz = 2, LeakSpread = 0.1, LeakJitter = 0, RandomPhase = true };
        int[] counts = CountPerPixel(Recorded.Of(Size, options, Seconds, 50, (_, _, _) => 100));
        double[] logs = [.. counts.Select(n => Math.Log10(n / (2 * Seconds)))];
        double mean = logs.Average();
        double deviation = Math.Sqrt(logs.Average(l => (l - mean) * (l - mean)));
        deviation.ShouldBe(0.1, 3 * 0.1 / Math.Sqrt(2 * logs.Length));
        mean.ShouldBe(0, 3 * 0.1 / Math.Sqrt(logs.Length));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(235)]
    public void Shot_noise_is_Poisson_at_a_rate_that_falls_with_the_light(double light)
    {
        const double rate = 0.8;
        PixelOptions options = Recorded.Ideal with { Response = LightResponse.LinLog, ShotNoiseHz = rate };
        Recorded still = Recorded.Of(Size, options, Seconds, 50, (_, _, _) => light);

        double k = (light + 20) / 275;
        double expected = rate * (1 - (0.75 * k)) * Seconds;
        int[] counts = CountPerPixel(still);
        double total = expected * counts.Length;
        ((double)counts.Sum()).ShouldBe(total, 3 * Math.Sqrt(total));
        ((double)still.Events.Count(e => e.P == 1)).ShouldBe(total / 2, 3 * Math.Sqrt(total / 2));

        // Variance over pixels equals the mean; its own deviation is about mean * sqrt(2/n).
        double mean = counts.Average();
        double variance = counts.Average(n => (n - mean) * (n - mean));
        variance.ShouldBe(expected, 3 * expected * Math.Sqrt(2.0 / counts.Length) * 1.1);
    }

    [Fact]
    public void A_pixel_with_a_smaller_threshold_is_noisier()
    {
        PixelOptions options = Recorded.Ideal with { Response = LightResponse.LinLog, ShotNoiseHz = 2, ThresholdOn = 0.2, ThresholdOff = 0.2, ThresholdSpread = 0.05 };
        Recorded still = Recorded.Of(Size, options, Seconds, 50, (_, _, _) => 50);
        double k = 70 / 275.0;
        double expectedOn = Seconds * (1 - (0.75 * k)) * still.Pixels.ThresholdsOn.ToArray().Sum(theta => 0.2 / theta);
        ((double)still.Events.Count(e => e.P == 1)).ShouldBe(expectedOn, 3 * Math.Sqrt(expectedOn));
    }

    [Fact]
    public void Thresholds_spread_as_told_and_stay_above_the_smallest()
    {
        var pixels = new PixelArray(SensorSize.Dvs128, Recorded.Ideal with { ThresholdOn = 0.2, ThresholdOff = 0.25, ThresholdSpread = 0.03 }, 5);
        Check(pixels.ThresholdsOn.ToArray(), 0.2);
        Check(pixels.ThresholdsOff.ToArray(), 0.25);
        var wide = new PixelArray(SensorSize.Dvs128, Recorded.Ideal with { ThresholdSpread = 0.2 }, 5);
        wide.ThresholdsOn.ToArray().Min().ShouldBe(PixelOptions.SmallestThreshold);

        static void Check(double[] thresholds, double mean)
        {
            double found = thresholds.Average();
            found.ShouldBe(mean, 0.001);
            Math.Sqrt(thresholds.Average(t => (t - found) * (t - found))).ShouldBe(0.03, 0.05 * 0.03);
        }
    }

    [Fact]
    public void Hot_pixels_are_as_many_and_as_hot_as_told()
    {
        PixelOptions options = Recorded.Ideal with { HotPixelFraction = 0.01, HotPixelLowHz = 20, HotPixelHighHz = 200 };
        int[] counts = CountPerPixel(Recorded.Of(Size, options, Seconds, 50, (_, _, _) => 100));
        counts.Count(n => n > 0).ShouldBe(10);
        counts.Where(n => n > 0).ShouldAllBe(n => n > 20 * Seconds * 0.85 && n < 200 * Seconds * 1.15);
    }

    [Fact]
    public void Without_noise_and_without_change_there_is_silence() =>
        Recorded.Of(Size, Recorded.Ideal with { RandomPhase = true }, 1, 100, (x, y, _) => 10 + x + y).Events.ShouldBeEmpty();

    private static int[] CountPerPixel(Recorded recorded)
    {
        var counts = new int[Size.Pixels];
        foreach ((_, int x, int y, _) in recorded.Events)
        {
            counts[(y * Size.Width) + x]++;
        }

        return counts;
    }
}
