namespace EventSnn.Cli.View;

/// <summary>A picture in memory: three bytes (red, green, blue) per pixel, row by row from the top.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rgb">3 * Width * Height bytes.</param>
public sealed record Picture(int Width, int Height, byte[] Rgb)
{
    /// <summary>Makes every pixel a square of so many pixels.</summary>
    /// <param name="factor">At least 1.</param>
    /// <returns>The larger picture.</returns>
    public Picture Scale(int factor)
    {
        if (factor <= 1)
        {
            return this;
        }

        byte[] larger = new byte[Rgb.Length * factor * factor];
        int stride = Width * factor * 3;
        for (int y = 0; y < Height * factor; y++)
        {
            for (int x = 0; x < Width * factor; x++)
            {
                Rgb.AsSpan(3 * (((y / factor) * Width) + (x / factor)), 3).CopyTo(larger.AsSpan((y * stride) + (3 * x)));
            }
        }

        return new Picture(Width * factor, Height * factor, larger);
    }
}
