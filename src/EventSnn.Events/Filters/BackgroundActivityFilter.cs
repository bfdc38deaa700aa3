using EventSnn.Events.Geometry;

namespace EventSnn.Events.Filters;

/// <summary>
/// Takes out background activity: an event passes where at least <c>support</c> of the eight neighbouring pixels sent an
/// event within the window before it (Delbruck, "Frame-free dynamic digital vision", 2008). The pixel itself does not count.
/// </summary>
/// <remarks>Events that are taken out still support their neighbours, otherwise nothing could ever start to pass.</remarks>
public sealed class BackgroundActivityFilter : EventFilter
{
    private const long Never = long.MinValue;
    private readonly long window;
    private readonly int support;
    private readonly int stride;
    private readonly long[] last; // one pixel of border on each side that never sent an event

    /// <summary>Creates a filter.</summary>
    /// <param name="size">The sensor whose events come in.</param>
    /// <param name="windowMicroseconds">How recent a neighbour's event must be, in microseconds, at least 1. Usual: 1,000 to 30,000.</param>
    /// <param name="support">How many neighbours must support an event, 1 to 8.</param>
    public BackgroundActivityFilter(SensorSize size, long windowMicroseconds, int support = 1)
        : base(size, size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowMicroseconds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(support, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(support, 8);
        window = windowMicroseconds;
        this.support = support;
        stride = size.Width + 2;
        last = new long[stride * (size.Height + 2)];
        Reset();
    }

    /// <inheritdoc/>
    public override void Reset() => Array.Fill(last, Never);

    /// <inheritdoc/>
    protected override bool Passes(long timestamp, ref ushort x, ref ushort y, byte polarity)
    {
        int centre = ((y + 1) * stride) + x + 1;
        last[centre] = timestamp;
        int found = 0;
        for (int dy = -stride; dy <= stride; dy += stride)
        {
            for (int dx = -1; dx <= 1; dx++)
            {
                int neighbour = centre + dy + dx;
                if (neighbour != centre && last[neighbour] != Never && timestamp - last[neighbour] <= window && ++found == support)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
