using EventSnn.Events.Random;

namespace EventSnn.Simulation.Pixels;

/// <summary>What differs from pixel to pixel and is drawn once: both thresholds and the leak.</summary>
internal sealed class PixelVariation
{
    public PixelVariation(int pixels, PixelOptions options, ulong seed)
    {
        ThresholdOn = new double[pixels];
        ThresholdOff = new double[pixels];
        LeakPerSecond = new double[pixels];
        RandomStream random = RandomStream.Fork(seed, 1);
        for (int i = 0; i < pixels; i++)
        {
            ThresholdOn[i] = Draw(random, options.ThresholdOn, options.ThresholdSpread);
            ThresholdOff[i] = Draw(random, options.ThresholdOff, options.ThresholdSpread);
            LeakPerSecond[i] = options.LeakHz * Math.Pow(10, options.LeakSpread * random.NextNormal()) * ThresholdOn[i];
        }
    }

    public double[] ThresholdOn { get; }

    public double[] ThresholdOff { get; }

    /// <summary>Level per second by which the difference of a pixel rises by itself.</summary>
    public double[] LeakPerSecond { get; }

    private static double Draw(RandomStream random, double mean, double spread) =>
        Math.Max(PixelOptions.SmallestThreshold, mean + (spread * random.NextNormal()));
}
