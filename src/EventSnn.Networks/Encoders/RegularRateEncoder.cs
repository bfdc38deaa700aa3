using EventSnn.Events.Geometry;

namespace EventSnn.Networks.Encoders;

/// <summary>Rate code by a phase accumulator: phase += x * rate * step, a spike whenever it reaches 1. Starts at phase 1/2.</summary>
/// <remarks>The number of spikes is within one of x * rate * time. Phases start anew with every picture.</remarks>
public sealed class RegularRateEncoder : IntensityEncoder
{
    private readonly double perStep;

    /// <summary>Creates the encoder.</summary>
    /// <param name="size">Columns and rows of the picture.</param>
    /// <param name="maximumHertz">The rate of a value of 1; at most one spike per step.</param>
    /// <param name="sampleMicroseconds">How long a picture is shown.</param>
    /// <param name="stepMicroseconds">The grid of spike times.</param>
    public RegularRateEncoder(SensorSize size, double maximumHertz, long sampleMicroseconds, long stepMicroseconds = 1000)
        : base(size, sampleMicroseconds, stepMicroseconds) => perStep = SpikesPerStep(maximumHertz);

    /// <inheritdoc/>
    protected override void EncodeSample(ReadOnlySpan<float> sample, long start)
    {
        for (int i = 0; i < sample.Length; i++)
        {
            double rate = sample[i] * perStep;
            if (rate <= 0)
            {
                continue;
            }

            // The phase reaches k + 1 in step ceil((k + 1/2) / rate) - 1.
            for (long k = 0; ; k++)
            {
                long step = (long)Math.Ceiling(((k + .5) / rate) - 1e-9) - 1;
                if (step >= Steps)
                {
                    break;
                }

                AddSpike(start, step, i);
            }
        }
    }
}
