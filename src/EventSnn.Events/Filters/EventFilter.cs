using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;

namespace EventSnn.Events.Filters;

/// <summary>
/// Takes events out of a stream, or moves their pixels, never their times. Counts what it takes out.
/// </summary>
/// <remarks>
/// The base class drops events outside <see cref="InputSize"/> before the rule sees them, so that a rule may index per-pixel
/// state without a check. Not safe for concurrent use; one instance per stream.
/// </remarks>
public abstract class EventFilter
{
    /// <summary>Creates a filter.</summary>
    /// <param name="inputSize">The sensor whose events come in.</param>
    /// <param name="outputSize">The sensor that the events that go out refer to.</param>
    protected EventFilter(SensorSize inputSize, SensorSize outputSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize.Width, 1, nameof(inputSize));
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize.Height, 1, nameof(inputSize));
        InputSize = inputSize;
        OutputSize = outputSize;
    }

    /// <summary>The sensor whose events come in.</summary>
    public SensorSize InputSize { get; }

    /// <summary>The sensor that the events that go out refer to.</summary>
    public SensorSize OutputSize { get; }

    /// <summary>What was done so far.</summary>
    public FilterCounters Counters { get; private set; }

    /// <summary>Appends the events that pass to another batch.</summary>
    /// <param name="source">The events; only read.</param>
    /// <param name="destination">Another batch with room for all of them.</param>
    /// <exception cref="ArgumentException">The destination has no room for every event of the source, or is the source.</exception>
    public void Apply(EventBatch source, EventBatch destination)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        if (ReferenceEquals(source, destination) || destination.Free < source.Count)
        {
            throw new ArgumentException($"The destination must be another batch with room for {source.Count} events.", nameof(destination));
        }

        EventColumns to = destination.GetFreeColumns();
        ReadOnlySpan<long> ts = source.Timestamps;
        ReadOnlySpan<ushort> xs = source.X;
        ReadOnlySpan<ushort> ys = source.Y;
        ReadOnlySpan<byte> ps = source.Polarities;
        int width = InputSize.Width;
        int height = InputSize.Height;
        int n = 0;
        long outOfRange = 0;
        for (int i = 0; i < ts.Length; i++)
        {
            ushort x = xs[i];
            ushort y = ys[i];
            if (x >= width || y >= height)
            {
                outOfRange++;
                continue;
            }

            if (Passes(ts[i], ref x, ref y, ps[i]))
            {
                to.Timestamps[n] = ts[i];
                to.X[n] = x;
                to.Y[n] = y;
                to.Polarities[n] = ps[i];
                n++;
            }
        }

        destination.Advance(n);
        Counters += new FilterCounters(ts.Length, n, ts.Length - n - outOfRange, outOfRange);
    }

    /// <summary>Forgets everything about past events, as after a timestamp reset. Counters stay.</summary>
    public virtual void Reset()
    {
    }

    /// <summary>The rule.</summary>
    /// <param name="timestamp">Time in microseconds.</param>
    /// <param name="x">Column, within <see cref="InputSize"/>; may be changed to one within <see cref="OutputSize"/>.</param>
    /// <param name="y">Row, likewise.</param>
    /// <param name="polarity">1 = ON, 0 = OFF.</param>
    /// <returns>Whether the event goes on.</returns>
    protected abstract bool Passes(long timestamp, ref ushort x, ref ushort y, byte polarity);
}
