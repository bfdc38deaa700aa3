using EventSnn.Events.Geometry;

namespace EventSnn.Events.Filters;

/// <summary>Keeps the events of a rectangle; its top-left pixel becomes (0, 0).</summary>
public sealed class CropFilter : EventFilter
{
    private readonly Region region;

    /// <summary>Creates a filter.</summary>
    /// <param name="size">The sensor whose events come in.</param>
    /// <param name="region">The rectangle to keep, wholly on the sensor.</param>
    /// <exception cref="ArgumentException">The rectangle is empty or reaches beyond the sensor.</exception>
    public CropFilter(SensorSize size, Region region)
        : base(size, region.Size)
    {
        if (!region.IsWithin(size))
        {
            throw new ArgumentException($"{region} does not lie on a sensor of {size}.", nameof(region));
        }

        this.region = region;
    }

    /// <inheritdoc/>
    protected override bool Passes(long timestamp, ref ushort x, ref ushort y, byte polarity)
    {
        int column = x - region.X;
        int row = y - region.Y;
        x = (ushort)column;
        y = (ushort)row;
        return region.Size.Contains(column, row);
    }
}
