namespace EventSnn.Events.Geometry;

/// <summary>A rectangle of pixels.</summary>
/// <param name="X">Leftmost column.</param>
/// <param name="Y">Topmost row.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
public readonly record struct Region(int X, int Y, int Width, int Height)
{
    /// <summary>The size of the rectangle.</summary>
    public SensorSize Size => new(Width, Height);

    /// <summary>Tells whether the rectangle lies wholly on a sensor.</summary>
    /// <param name="size">The sensor.</param>
    /// <returns>True where no part of the rectangle lies outside.</returns>
    public bool IsWithin(SensorSize size) =>
        X >= 0 && Y >= 0 && Width >= 1 && Height >= 1 && (long)X + Width <= size.Width && (long)Y + Height <= size.Height;
}
