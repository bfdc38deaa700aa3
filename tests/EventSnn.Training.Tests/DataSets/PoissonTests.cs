using EventSnn.Events.Binning;
using EventSnn.Training.DataSets;

namespace EventSnn.Training.Tests.DataSets;

public sealed class PoissonTests
{
    private static readonly byte[] Picture = [0, 32, 255, 128];

    [Fact]
    public void The_number_of_spikes_follows_the_intensity()
    {
        // Binomial(20,000, p): mean within 5 standard deviations.
        int[] counts = Count(PoissonEncoder.Encode(Picture, 20_000, 100, 1000, 7));
        counts[0].ShouldBe(0);
        foreach ((int pixel, byte value) in new[] { (1, (byte)32), (2, (byte)255), (3, (byte)128) })
        {
            double p = value / 255.0 * .1;
            Math.Abs(counts[pixel] - (20_000 * p)).ShouldBeLessThan(5 * Math.Sqrt(20_000 * p * (1 - p)) + 1);
        }
    }

    [Fact]
    public void Intervals_between_spikes_vary_like_a_Poisson_process()
    {
        StepSequence steps = PoissonEncoder.Encode([255], 100_000, 100, 1000, 3);
        List<int> times = [.. Enumerable.Range(0, steps.Count).Where(k => steps.Inputs(k).Length > 0)];
        double[] gaps = [.. times.Zip(times.Skip(1), (a, b) => (double)(b - a))];
        double mean = gaps.Average();
        double deviation = Math.Sqrt(gaps.Average(g => (g - mean) * (g - mean)));

        // A geometric interval with p = .1: deviation / mean = sqrt(1 - p) = .949.
        (deviation / mean).ShouldBe(.949, .03);
    }

    [Fact]
    public void The_same_seed_gives_the_same_spikes_at_any_step_length()
    {
        int[] fine = Count(PoissonEncoder.Encode(Picture, 400, 100, 1000, 11));
        int[] coarse = Count(PoissonEncoder.Encode(Picture, 400, 100, 20_000, 11));
        coarse.ShouldBe(fine);
        Count(PoissonEncoder.Encode(Picture, 400, 100, 1000, 12)).ShouldNotBe(fine);
    }

    [Theory]
    [InlineData(1500)]
    [InlineData(500)]
    public void A_step_that_is_not_whole_milliseconds_is_refused(long step) =>
        Should.Throw<ArgumentOutOfRangeException>(() => PoissonEncoder.Encode(Picture, 100, 100, step, 1)).Message.ShouldContain("whole milliseconds");

    private static int[] Count(StepSequence steps)
    {
        var counts = new int[Picture.Length];
        for (int k = 0; k < steps.Count; k++)
        {
            for (int i = 0; i < steps.Inputs(k).Length; i++)
            {
                counts[steps.Inputs(k)[i]] += steps.Counts(k)[i];
            }
        }

        return counts;
    }
}
