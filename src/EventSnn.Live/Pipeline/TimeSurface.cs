using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;

namespace EventSnn.Live.Pipeline;

/// <summary>
/// The last event of every pixel, for any number of viewers: each asks for what changed since it asked last. One writer; viewers on
/// other threads may see an event a frame late, never a wrong pixel.
/// </summary>
public sealed class TimeSurface
{
    /// <summary>Larger sensors are shown on a coarser grid.</summary>
    private const int LargestSide = 320;

    private readonly int factor;
    private readonly long[] touched; // (number of the batch << 1) | polarity
    private long batches;

    /// <summary>Creates an empty surface.</summary>
    /// <param name="sensor">The sensor.</param>
    public TimeSurface(SensorSize sensor)
    {
        factor = Math.Max(1, (Math.Max(sensor.Width, sensor.Height) + LargestSide - 1) / LargestSide);
        Size = new SensorSize((sensor.Width + factor - 1) / factor, (sensor.Height + factor - 1) / factor);
        touched = new long[Size.Pixels];
    }

    /// <summary>What is shown: the sensor, or a coarser grid of it.</summary>
    public SensorSize Size { get; }

    /// <summary>Adds events.</summary>
    /// <param name="batch">The events; those outside are passed over.</param>
    public void Add(EventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        long number = batches + 1;
        ReadOnlySpan<ushort> xs = batch.X;
        ReadOnlySpan<ushort> ys = batch.Y;
        ReadOnlySpan<byte> ps = batch.Polarities;
        for (int i = 0; i < xs.Length; i++)
        {
            int x = xs[i] / factor;
            int y = ys[i] / factor;
            if (Size.Contains(x, y))
            {
                Volatile.Write(ref touched[(y * Size.Width) + x], (number << 1) | ps[i]);
            }
        }

        Volatile.Write(ref batches, number);
    }

    /// <summary>Writes the pixels that got an event since a moment.</summary>
    /// <param name="seen">The moment: 0 at first; moved on.</param>
    /// <param name="target">Receives (pixel &lt;&lt; 1) | polarity, pixel = y * width + x; room for all pixels.</param>
    /// <returns>How many.</returns>
    public int Changed(ref long seen, Span<uint> target)
    {
        long now = Volatile.Read(ref batches);
        int n = 0;
        if (now == seen)
        {
            return 0;
        }

        for (int i = 0; i < touched.Length; i++)
        {
            long value = Volatile.Read(ref touched[i]);
            if (value >> 1 > seen)
            {
                target[n++] = ((uint)i << 1) | (uint)(value & 1);
            }
        }

        seen = now;
        return n;
    }
}
