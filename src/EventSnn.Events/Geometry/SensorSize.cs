using System.Globalization;

namespace EventSnn.Events.Geometry;

/// <summary>The size of a sensor in pixels. Origin top-left, x to the right, y down.</summary>
/// <param name="Width">Pixels in a row, 1 to 65536.</param>
/// <param name="Height">Pixels in a column, 1 to 65536.</param>
public readonly record struct SensorSize(int Width, int Height)
{
    /// <summary>The DVS128: 128 x 128.</summary>
    public static SensorSize Dvs128 => new(128, 128);

    /// <summary>Width times height.</summary>
    public int Pixels => Width * Height;

    /// <summary>Tells whether a pixel lies on the sensor.</summary>
    /// <param name="x">Column, from the left.</param>
    /// <param name="y">Row, from the top.</param>
    /// <returns>True where 0 &lt;= x &lt; Width and 0 &lt;= y &lt; Height.</returns>
    public bool Contains(int x, int y) => (uint)x < (uint)Width && (uint)y < (uint)Height;

    /// <summary>Reads <c>WxH</c>, as in <c>128x128</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">The size, where the text is one.</param>
    /// <returns>False where the text is not two whole numbers from 1 to 65536 with an x between.</returns>
    public static bool TryParse(string? text, out SensorSize size)
    {
        size = default;
        string[] parts = (text ?? string.Empty).Split('x', 'X');
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int width)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int height)
            || width is < 1 or > 65536 || height is < 1 or > 65536)
        {
            return false;
        }

        size = new SensorSize(width, height);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Width}x{Height}";
}
