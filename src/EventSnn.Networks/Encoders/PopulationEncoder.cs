using EventSnn.Events.Geometry;

namespace EventSnn.Networks.Encoders;

/// <summary>
/// Population code (Bohte, Kok and La Poutre 2002): each value is seen by m overlapping Gaussian receptive fields, a row of the
/// sensor; the stronger a field responds, the earlier it spikes.
/// </summary>
/// <remarks>
/// Field k = 1..m has centre min + (2k - 3) / 2 * (max - min) / (m - 2) and width (max - min) / (1.5 (m - 2)); the constants are
/// from memory of the paper. Responses below <see cref="SilentBelow"/> do not spike.
/// </remarks>
public sealed class PopulationEncoder : SampleEncoder
{
    /// <summary>The weakest response that spikes.</summary>
    public const double SilentBelow = .1;

    private readonly float minimum;
    private readonly float maximum;
    private readonly long step;

    /// <summary>Creates the encoder.</summary>
    /// <param name="values">Values in a sample: rows of the sensor.</param>
    /// <param name="fields">m, fields per value: columns of the sensor; at least 3.</param>
    /// <param name="minimum">The smallest value.</param>
    /// <param name="maximum">The largest value.</param>
    /// <param name="sampleMicroseconds">The window in which spikes fall: response 1 at its beginning, 0 at its end.</param>
    /// <param name="stepMicroseconds">The grid of spike times.</param>
    public PopulationEncoder(int values, int fields, float minimum, float maximum, long sampleMicroseconds = 10_000, long stepMicroseconds = 10)
        : base(new SensorSize(fields, values), values, sampleMicroseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fields, 3);
        ArgumentOutOfRangeException.ThrowIfLessThan(stepMicroseconds, 1);
        if (!(maximum > minimum) || !float.IsFinite(maximum - minimum))
        {
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, $"The largest value is above the smallest, {minimum}.");
        }

        this.minimum = minimum;
        this.maximum = maximum;
        step = stepMicroseconds;
    }

    /// <summary>The width (standard deviation) of the fields.</summary>
    public double FieldWidth => (maximum - minimum) / (1.5 * (Size.Width - 2));

    /// <inheritdoc/>
    protected override (float Low, float High) Range => (minimum, maximum);

    /// <summary>The centre of a field.</summary>
    /// <param name="field">From 0.</param>
    /// <returns>A value; that of the outer fields lies outside the range.</returns>
    public double Centre(int field) => minimum + (((2 * field) - 1) / 2.0 * (maximum - minimum) / (Size.Width - 2));

    /// <summary>The value whose fields spiked when they did: exact but for the grid of spike times.</summary>
    /// <param name="times">Per field the time after the beginning of the sample in microseconds; negative for none.</param>
    /// <returns>The value; NaN where fewer than two fields spiked.</returns>
    public double Decode(ReadOnlySpan<long> times)
    {
        // ln r_a - ln r_b = ((x - c_b)^2 - (x - c_a)^2) / 2 w^2 is linear in x; the two earliest spikes tell it best.
        int first = -1;
        int second = -1;
        for (int k = 0; k < times.Length; k++)
        {
            if (times[k] < 0)
            {
                continue;
            }

            if (first < 0 || times[k] < times[first])
            {
                (first, second) = (k, first);
            }
            else if (second < 0 || times[k] < times[second])
            {
                second = k;
            }
        }

        if (second < 0)
        {
            return double.NaN;
        }

        double a = Centre(first);
        double b = Centre(second);
        double difference = Math.Log(Response(times[first])) - Math.Log(Response(times[second]));
        return ((2 * FieldWidth * FieldWidth * difference) + (a * a) - (b * b)) / (2 * (a - b));
    }

    /// <inheritdoc/>
    protected override void EncodeSample(ReadOnlySpan<float> sample, long start)
    {
        for (int i = 0; i < sample.Length; i++)
        {
            for (int k = 0; k < Size.Width; k++)
            {
                double distance = (sample[i] - Centre(k)) / FieldWidth;
                double response = Math.Exp(-distance * distance / 2);
                if (response >= SilentBelow)
                {
                    long time = (long)Math.Round((1 - response) * SampleMicroseconds / step) * step;
                    Add(start + Math.Min(time, SampleMicroseconds - 1), k, i, 1);
                }
            }
        }
    }

    private double Response(long time) => 1 - ((double)time / SampleMicroseconds);
}
