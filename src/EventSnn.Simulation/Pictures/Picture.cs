using EventSnn.Events.Geometry;

namespace EventSnn.Simulation.Pictures;

/// <summary>A picture of 8-bit samples, row by row, channels together.</summary>
/// <param name="size">Columns and rows.</param>
/// <param name="channels">1 for grey, 3 for red, green and blue.</param>
public sealed class Picture(SensorSize size, int channels)
{
    /// <summary>Columns and rows.</summary>
    public SensorSize Size { get; } = size;

    /// <summary>1 for grey, 3 for red, green and blue.</summary>
    public int Channels { get; } = channels is 1 or 3 ? channels : throw new ArgumentOutOfRangeException(nameof(channels), channels, "1 or 3");

    /// <summary>The samples.</summary>
    public byte[] Samples { get; } = new byte[checked(size.Pixels * channels)];

    /// <summary>Copies a picture into this one.</summary>
    /// <param name="other">A picture that fits, with as many channels.</param>
    /// <param name="left">Column of its left edge.</param>
    /// <param name="top">Row of its top edge.</param>
    public void Paste(Picture other, int left, int top)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Channels, Channels, nameof(other));
        for (int y = 0; y < other.Size.Height; y++)
        {
            other.Samples.AsSpan(y * other.Size.Width * Channels, other.Size.Width * Channels)
                .CopyTo(Samples.AsSpan((((top + y) * Size.Width) + left) * Channels));
        }
    }
}
