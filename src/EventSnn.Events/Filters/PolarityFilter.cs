using EventSnn.Events.Geometry;

namespace EventSnn.Events.Filters;

/// <summary>Keeps the events of one polarity.</summary>
/// <param name="size">The sensor whose events come in.</param>
/// <param name="on">True keeps ON events, false keeps OFF events.</param>
public sealed class PolarityFilter(SensorSize size, bool on) : EventFilter(size, size)
{
    /// <inheritdoc/>
    protected override bool Passes(long timestamp, ref ushort x, ref ushort y, byte polarity) => polarity != 0 == on;
}
