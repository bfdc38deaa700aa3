using EventSnn.Events.Geometry;

namespace EventSnn.Events.Filters;

/// <summary>
/// Down-samples by summing: every event moves to the cell of <c>factor x factor</c> pixels that its pixel belongs to; none is
/// taken out, so a bin over a cell counts what all its pixels sent.
/// </summary>
public sealed class DownsampleFilter : EventFilter
{
    private readonly int factor;

    /// <summary>Creates a filter.</summary>
    /// <param name="size">The sensor whose events come in.</param>
    /// <param name="factor">Pixels per cell in each direction, at least 1. A last, smaller cell takes what is left over.</param>
    public DownsampleFilter(SensorSize size, int factor)
        : base(size, OutputOf(size, factor)) => this.factor = factor;

    /// <inheritdoc/>
    protected override bool Passes(long timestamp, ref ushort x, ref ushort y, byte polarity)
    {
        x = (ushort)(x / factor);
        y = (ushort)(y / factor);
        return true;
    }

    private static SensorSize OutputOf(SensorSize size, int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        return new SensorSize((size.Width + factor - 1) / factor, (size.Height + factor - 1) / factor);
    }
}
