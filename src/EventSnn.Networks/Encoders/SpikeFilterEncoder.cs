using EventSnn.Events.Geometry;

namespace EventSnn.Networks.Encoders;

/// <summary>
/// Ben's spiker algorithm (BSA, Schrauwen and Van Campenhout 2003): spikes whose convolution with a filter h gives the signal back.
/// At time t, a spike where sum |x(t+i) - h(i)| &lt;= sum |x(t+i)| - threshold, and then h is subtracted.
/// </summary>
/// <remarks>
/// Signals are at least 0. The decision about a sample needs the next filter length - 1 samples: events come that much later than
/// their times.
/// </remarks>
public sealed class SpikeFilterEncoder : SampleEncoder
{
    private readonly double[] filter;
    private readonly double threshold;
    private readonly double[] ahead;
    private long decided;

    /// <summary>Creates the encoder.</summary>
    /// <param name="channels">Signals; channel c is pixel (c, 0).</param>
    /// <param name="filter">h, at least one value, values of at least 0 that are not all 0.</param>
    /// <param name="threshold">What the error must fall by; 0.95 times the sum of h serves well, half of it loses 20 dB.</param>
    /// <param name="sampleMicroseconds">The time between samples.</param>
    public SpikeFilterEncoder(int channels, ReadOnlySpan<double> filter, double threshold, long sampleMicroseconds = 1000)
        : base(new SensorSize(channels, 1), channels, sampleMicroseconds)
    {
        this.filter = filter.ToArray();
        if (this.filter.Length == 0 || this.filter.Any(h => !(h >= 0)) || this.filter.All(h => h == 0))
        {
            throw new ArgumentException("The filter needs values of at least 0, one of them above 0.", nameof(filter));
        }

        this.threshold = threshold;
        ahead = new double[channels * filter.Length];
    }

    /// <inheritdoc/>
    protected override (float Low, float High) Range => (0, float.MaxValue);

    /// <summary>The signal that spikes stand for: their convolution with the filter.</summary>
    /// <param name="filter">h.</param>
    /// <param name="spikes">Per sample 1 or 0.</param>
    /// <param name="signal">Receives as many values.</param>
    public static void Reconstruct(ReadOnlySpan<double> filter, ReadOnlySpan<int> spikes, Span<double> signal)
    {
        signal.Clear();
        for (int t = 0; t < spikes.Length; t++)
        {
            for (int i = 0; i < filter.Length && spikes[t] != 0 && t + i < signal.Length; i++)
            {
                signal[t + i] += filter[i];
            }
        }
    }

    /// <inheritdoc/>
    protected override void EncodeSample(ReadOnlySpan<float> sample, long start)
    {
        for (int c = 0; c < sample.Length; c++)
        {
            ahead[(c * filter.Length) + (int)(SampleCount % filter.Length)] = sample[c];
        }

        if (SampleCount + 1 - decided == filter.Length)
        {
            Decide();
        }
    }

    /// <inheritdoc/>
    protected override void EncodeRest()
    {
        while (decided < SampleCount)
        {
            Decide();
        }
    }

    /// <inheritdoc/>
    protected override void ResetState()
    {
        Array.Clear(ahead);
        decided = 0;
    }

    private void Decide()
    {
        int n = filter.Length;
        for (int c = 0; c < Values; c++)
        {
            Span<double> x = ahead.AsSpan(c * n, n);
            double with = 0;
            double without = 0;
            for (int i = 0; i < n; i++)
            {
                double value = x[(int)((decided + i) % n)];
                with += Math.Abs(value - filter[i]);
                without += Math.Abs(value);
            }

            if (with <= without - threshold)
            {
                Add(decided * SampleMicroseconds, c, 0, 1);
                for (int i = 0; i < n; i++)
                {
                    x[(int)((decided + i) % n)] -= filter[i];
                }
            }

            x[(int)(decided % n)] = 0; // the place of the next sample
        }

        decided++;
    }
}
