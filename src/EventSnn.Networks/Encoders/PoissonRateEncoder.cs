using EventSnn.Events.Geometry;
using EventSnn.Events.Random;

namespace EventSnn.Networks.Encoders;

/// <summary>Rate code without memory: in every step a value x spikes with probability x * rate * step, independently.</summary>
/// <remarks>Intervals are drawn (geometric), so the cost follows the spikes, not the steps.</remarks>
public sealed class PoissonRateEncoder : IntensityEncoder
{
    private readonly double perStep;
    private readonly ulong seed;

    /// <summary>Creates the encoder.</summary>
    /// <param name="size">Columns and rows of the picture.</param>
    /// <param name="maximumHertz">The rate of a value of 1; at most one spike per step.</param>
    /// <param name="sampleMicroseconds">How long a picture is shown.</param>
    /// <param name="stepMicroseconds">The grid of spike times.</param>
    /// <param name="seed">Equal seeds give equal spikes.</param>
    public PoissonRateEncoder(SensorSize size, double maximumHertz, long sampleMicroseconds, long stepMicroseconds = 1000, ulong seed = 1)
        : base(size, sampleMicroseconds, stepMicroseconds)
    {
        perStep = SpikesPerStep(maximumHertz);
        this.seed = seed;
    }

    /// <inheritdoc/>
    protected override void EncodeSample(ReadOnlySpan<float> sample, long start)
    {
        RandomStream random = RandomStream.Fork(seed, (ulong)SampleCount);
        for (int i = 0; i < sample.Length; i++)
        {
            double p = sample[i] * perStep;
            if (p <= 0)
            {
                continue;
            }

            double scale = 1 / Math.Log(1 - Math.Min(p, 1 - 1e-12));
            for (double step = Gap(random, scale); step < Steps; step += 1 + Gap(random, scale))
            {
                AddSpike(start, (long)step, i);
            }
        }
    }

    // Steps without a spike before the next one: P(gap >= k) = (1 - p)^k.
    private static double Gap(RandomStream random, double scale) => Math.Floor(Math.Log(1 - random.NextDouble()) * scale);
}
