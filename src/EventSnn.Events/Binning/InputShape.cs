namespace EventSnn.Events.Binning;

/// <summary>
/// The shape of a network's input. Input index = (channel * Height + y) * Width + x; channel 0 counts OFF events, channel 1 ON events,
/// channels 2 to 5, where <see cref="MotionOptions"/> ask for them, motion to the right, to the left, down and up.
/// </summary>
/// <param name="Channels">Channels; 2 for events of both polarities, 6 with motion.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct InputShape(int Channels, int Height, int Width)
{
    /// <summary>Number of inputs.</summary>
    public int Size => Channels * Height * Width;

    /// <inheritdoc/>
    public override string ToString() => $"{Channels}x{Height}x{Width}";
}
