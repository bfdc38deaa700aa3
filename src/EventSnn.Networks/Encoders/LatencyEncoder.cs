using EventSnn.Events.Geometry;

namespace EventSnn.Networks.Encoders;

/// <summary>Time to first spike: each value spikes at most once per picture, brighter ones earlier.</summary>
public sealed class LatencyEncoder : IntensityEncoder
{
    private readonly LatencyCurve curve;
    private readonly double threshold;
    private readonly double tau;

    /// <summary>Creates the encoder.</summary>
    /// <param name="size">Columns and rows of the picture.</param>
    /// <param name="sampleMicroseconds">The window in which spikes fall.</param>
    /// <param name="stepMicroseconds">The grid of spike times.</param>
    /// <param name="curve">How a value becomes a time.</param>
    /// <param name="threshold">Values up to it do not spike; in [0, 1), for the logarithmic curve above 0.</param>
    /// <param name="tauMicroseconds">Time constant of the logarithmic curve; values too weak to spike within the window do not spike.</param>
    public LatencyEncoder(
        SensorSize size,
        long sampleMicroseconds = 1000,
        long stepMicroseconds = 20,
        LatencyCurve curve = LatencyCurve.Linear,
        double threshold = 0,
        double tauMicroseconds = 200)
        : base(size, sampleMicroseconds, stepMicroseconds)
    {
        if (!(threshold >= 0 && threshold < 1) || (curve == LatencyCurve.Logarithmic && threshold == 0))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold is in [0, 1), above 0 for the logarithmic curve.");
        }

        if (!(tauMicroseconds > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(tauMicroseconds), tauMicroseconds, "The time constant is above 0.");
        }

        this.curve = curve;
        this.threshold = threshold;
        tau = tauMicroseconds;
    }

    /// <inheritdoc/>
    protected override void EncodeSample(ReadOnlySpan<float> sample, long start)
    {
        for (int i = 0; i < sample.Length; i++)
        {
            double x = sample[i];
            if (x <= threshold)
            {
                continue;
            }

            double time = curve == LatencyCurve.Linear ? (Steps - 1) * (1 - x) * StepMicroseconds : tau * Math.Log(x / (x - threshold));
            double step = Math.Round(time / StepMicroseconds);
            if (step < Steps)
            {
                AddSpike(start, (long)step, i);
            }
        }
    }
}
