using EventSnn.Events.Random;

namespace EventSnn.Simulation.Pixels;

/// <summary>
/// Shot noise as the Poisson process that it is: pixel i fires each polarity at the rate
/// <c>(R/2) (1 - 0.75 k) theta0/theta</c> with <c>k = (I + 20)/275</c>. Candidates are drawn for the whole array at the
/// highest possible rate and thinned, so the cost follows the number of noise events, not the number of pixels.
/// </summary>
internal sealed class ShotNoise
{
    private readonly PixelOptions options;
    private readonly PixelVariation variation;
    private readonly RandomStream random;
    private readonly double ratePerMicrosecond;
    private readonly double smallestOn;
    private readonly double smallestOff;
    private double next;

    public ShotNoise(PixelOptions options, PixelVariation variation, ulong seed)
    {
        this.options = options;
        this.variation = variation;
        random = RandomStream.Fork(seed, 2);
        smallestOn = variation.ThresholdOn.Min();
        smallestOff = variation.ThresholdOff.Min();
        double bound = Math.Max(options.ThresholdOn / smallestOn, options.ThresholdOff / smallestOff);
        ratePerMicrosecond = options.ShotNoiseHz * bound * variation.ThresholdOn.Length * 1e-6;
        next = double.NaN;
    }

    /// <summary>Finds the next noise event before <paramref name="to"/>.</summary>
    public bool TryTake(ReadOnlySpan<float> light, double from, double to, out double time, out int pixel, out int polarity)
    {
        if (ratePerMicrosecond > 0)
        {
            if (double.IsNaN(next))
            {
                next = from + random.NextExponential(ratePerMicrosecond);
            }

            double bound = Math.Max(options.ThresholdOn / smallestOn, options.ThresholdOff / smallestOff);
            while (next < to)
            {
                time = next;
                next += random.NextExponential(ratePerMicrosecond);
                pixel = random.NextInt32(light.Length);
                double u = random.NextDouble() * 2;
                polarity = u < 1 ? 1 : 0;
                u -= 1 - polarity;
                double ratio = polarity == 1
                    ? options.ThresholdOn / variation.ThresholdOn[pixel]
                    : options.ThresholdOff / variation.ThresholdOff[pixel];
                double k = Math.Clamp((light[pixel] + 20) / 275, 0, 1);
                if (u * bound < (1 - (0.75 * k)) * ratio)
                {
                    return true;
                }
            }
        }

        (time, pixel, polarity) = (to, -1, 0);
        return false;
    }
}
