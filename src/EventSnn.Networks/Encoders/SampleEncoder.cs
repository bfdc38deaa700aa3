using EventSnn.Events.Geometry;

namespace EventSnn.Networks.Encoders;

/// <summary>
/// Turns samples (a picture, the values of several channels at one moment) into events. Sample k covers the event times
/// [k, k + 1) * <see cref="SampleMicroseconds"/>; see <see cref="SampleStream"/> for the operator over streams.
/// </summary>
/// <remarks>Deterministic: equal samples and seeds give equal events. Not safe for concurrent use.</remarks>
public abstract class SampleEncoder
{
    private readonly List<(long Time, int Address)> pending = [];

    /// <summary>Creates the shared part of an encoder.</summary>
    /// <param name="size">The sensor that the events seem to come from.</param>
    /// <param name="values">Values in a sample, at least 1.</param>
    /// <param name="sampleMicroseconds">How long a sample lasts, at least 1 us.</param>
    protected SampleEncoder(SensorSize size, int values, long sampleMicroseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleMicroseconds, 1);
        if (size.Width is < 1 or > 65536 || size.Height is < 1 or > 65536)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "A sensor has 1 to 65536 columns and rows.");
        }

        Size = size;
        Values = values;
        SampleMicroseconds = sampleMicroseconds;
    }

    /// <summary>The sensor that the events seem to come from.</summary>
    public SensorSize Size { get; }

    /// <summary>Values in a sample.</summary>
    public int Values { get; }

    /// <summary>How long a sample lasts, in microseconds.</summary>
    public long SampleMicroseconds { get; }

    /// <summary>Samples encoded since the start or the last reset.</summary>
    public long SampleCount { get; private set; }

    /// <summary>Encodes one sample.</summary>
    /// <param name="sample"><see cref="Values"/> finite numbers; what range they need is said by the encoder.</param>
    /// <param name="events">Receives the events in the order of their times.</param>
    /// <exception cref="ArgumentException">The sample has another length or a value that the encoder cannot take.</exception>
    public void Encode(ReadOnlySpan<float> sample, EventWriter events)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (sample.Length != Values)
        {
            throw new ArgumentException($"Sample {SampleCount}: expected {Values} values, found {sample.Length}.", nameof(sample));
        }

        (float low, float high) = Range;
        for (int i = 0; i < sample.Length; i++)
        {
            if (!(sample[i] >= low && sample[i] <= high))
            {
                throw new ArgumentException(
                    $"Sample {SampleCount}, value {i}: expected a number from {low} to {high}, found {sample[i]}. Scale the data first.", nameof(sample));
            }
        }

        EncodeSample(sample, SampleCount * SampleMicroseconds);
        SampleCount++;
        Deliver(events);
    }

    /// <summary>Ends the samples: encoders that look ahead deliver what they still hold.</summary>
    /// <param name="events">Receives the events.</param>
    public void Complete(EventWriter events)
    {
        ArgumentNullException.ThrowIfNull(events);
        EncodeRest();
        Deliver(events);
    }

    /// <summary>Forgets all samples: the next one is sample 0.</summary>
    public void Reset()
    {
        SampleCount = 0;
        pending.Clear();
        ResetState();
    }

    /// <summary>The smallest and the largest value that the encoder takes.</summary>
    protected abstract (float Low, float High) Range { get; }

    /// <summary>Encodes one sample by <see cref="Add"/>.</summary>
    /// <param name="sample">Its values, checked.</param>
    /// <param name="start">Its first microsecond.</param>
    protected abstract void EncodeSample(ReadOnlySpan<float> sample, long start);

    /// <summary>Encodes what is still held back after the last sample.</summary>
    protected virtual void EncodeRest()
    {
    }

    /// <summary>Forgets what was kept of samples.</summary>
    protected virtual void ResetState()
    {
    }

    /// <summary>Adds an event of the sample that is being encoded, in any order.</summary>
    /// <param name="time">In microseconds.</param>
    /// <param name="x">Column.</param>
    /// <param name="y">Row.</param>
    /// <param name="polarity">1 = ON, 0 = OFF.</param>
    protected void Add(long time, int x, int y, int polarity) => pending.Add((time, (((y * Size.Width) + x) << 1) | polarity));

    private void Deliver(EventWriter events)
    {
        pending.Sort();
        foreach ((long time, int address) in pending)
        {
            int pixel = address >> 1;
            events.Add(time, pixel % Size.Width, pixel / Size.Width, address & 1);
        }

        pending.Clear();
    }
}
