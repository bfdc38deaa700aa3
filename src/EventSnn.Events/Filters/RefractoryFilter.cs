using EventSnn.Events.Geometry;

namespace EventSnn.Events.Filters;

/// <summary>
/// Takes out events that come sooner than a period after the last event of the same pixel (either polarity) that passed.
/// An event that steps back in time behind that last one passes and starts the period anew.
/// </summary>
public sealed class RefractoryFilter : EventFilter
{
    private const long Never = long.MinValue;
    private readonly long period;
    private readonly long[] last;

    /// <summary>Creates a filter.</summary>
    /// <param name="size">The sensor whose events come in.</param>
    /// <param name="periodMicroseconds">The period in microseconds, at least 1. An event exactly one period later passes.</param>
    public RefractoryFilter(SensorSize size, long periodMicroseconds)
        : base(size, size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(periodMicroseconds, 1);
        period = periodMicroseconds;
        last = new long[size.Pixels];
        Reset();
    }

    /// <inheritdoc/>
    public override void Reset() => Array.Fill(last, Never);

    /// <inheritdoc/>
    protected override bool Passes(long timestamp, ref ushort x, ref ushort y, byte polarity)
    {
        ref long before = ref last[(y * InputSize.Width) + x];
        if (before != Never && timestamp >= before && (ulong)(timestamp - before) < (ulong)period)
        {
            return false;
        }

        before = timestamp;
        return true;
    }
}
