using EventSnn.Events.Geometry;

namespace EventSnn.Networks.Encoders;

/// <summary>Sends changes of signals: ON where a channel rises by a threshold, OFF where it falls. Channel c is pixel (c, 0).</summary>
/// <remarks>The first sample sets the reference and sends nothing.</remarks>
public sealed class TemporalContrastEncoder : SampleEncoder
{
    private readonly ContrastKind kind;
    private readonly double threshold;
    private readonly double[] reference;
    private readonly float[] previous;
    private readonly float[] window;
    private readonly int length;

    /// <summary>Creates the encoder.</summary>
    /// <param name="channels">Signals.</param>
    /// <param name="kind">The rule.</param>
    /// <param name="threshold">The change that an event stands for, above 0.</param>
    /// <param name="sampleMicroseconds">The time between samples.</param>
    /// <param name="windowSamples">Samples in the mean of <see cref="ContrastKind.MovingWindow"/>, at least 1.</param>
    public TemporalContrastEncoder(int channels, ContrastKind kind, double threshold, long sampleMicroseconds = 1000, int windowSamples = 5)
        : base(new SensorSize(channels, 1), channels, sampleMicroseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowSamples, 1);
        if (!(threshold > 0 && double.IsFinite(threshold)))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold is a number above 0.");
        }

        this.kind = kind;
        this.threshold = threshold;
        reference = new double[channels];
        previous = new float[channels];
        length = windowSamples;
        window = new float[kind == ContrastKind.MovingWindow ? channels * windowSamples : 0];
    }

    /// <inheritdoc/>
    protected override (float Low, float High) Range => (float.MinValue, float.MaxValue);

    /// <summary>Adds up events as a receiver would: the signal up to a constant.</summary>
    /// <param name="threshold">The encoder's.</param>
    /// <param name="polarities">Per sample the ON events minus the OFF events of one channel.</param>
    /// <param name="signal">Receives as many values.</param>
    public static void Reconstruct(double threshold, ReadOnlySpan<int> polarities, Span<double> signal)
    {
        double level = 0;
        for (int i = 0; i < polarities.Length; i++)
        {
            level += polarities[i] * threshold;
            signal[i] = level;
        }
    }

    /// <inheritdoc/>
    protected override void EncodeSample(ReadOnlySpan<float> sample, long start)
    {
        for (int c = 0; c < sample.Length; c++)
        {
            if (kind == ContrastKind.MovingWindow)
            {
                Compare(c, sample[c], start);
            }
            else if (SampleCount == 0)
            {
                reference[c] = sample[c];
            }
            else
            {
                Cross(c, sample[c], start);
            }

            previous[c] = sample[c];
        }
    }

    private void Cross(int c, double x, long start)
    {
        int most = kind == ContrastKind.StepForward ? 1 : int.MaxValue;
        for (int n = 0; n < most && Math.Abs(x - reference[c]) > threshold; n++)
        {
            int sign = x > reference[c] ? 1 : -1;
            reference[c] += sign * threshold;

            // The sample before was at start - SampleMicroseconds, this one is at start: events keep to the time in which they became true.
            double part = kind == ContrastKind.StepForward ? 1 : Math.Clamp((reference[c] - previous[c]) / (x - previous[c]), 0, 1);
            long before = (long)((1 - part) * SampleMicroseconds);
            Add(start - Math.Min(before, SampleMicroseconds - 1), c, 0, sign > 0 ? 1 : 0);
        }
    }

    private void Compare(int c, float x, long start)
    {
        Span<float> last = window.AsSpan(c * length, length);
        int filled = (int)Math.Min(SampleCount, length);
        double sum = 0;
        for (int i = 0; i < filled; i++)
        {
            sum += last[i];
        }

        if (filled > 0 && Math.Abs(x - (sum / filled)) > threshold)
        {
            Add(start, c, 0, x > sum / filled ? 1 : 0);
        }

        last[(int)(SampleCount % length)] = x;
    }

    /// <inheritdoc/>
    protected override void ResetState()
    {
        Array.Clear(reference);
        Array.Clear(previous);
        Array.Clear(window);
    }
}
