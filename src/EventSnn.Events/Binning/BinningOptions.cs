using EventSnn.Events.Geometry;

namespace EventSnn.Events.Binning;

/// <summary>How events become time steps.</summary>
public sealed record BinningOptions
{
    /// <summary>The sensor that the events come from; events outside it are counted, not binned.</summary>
    public required SensorSize Size { get; init; }

    /// <summary>The length of a step in microseconds, at least 1. Default 1000.</summary>
    public long StepMicroseconds { get; init; } = 1000;

    /// <summary>
    /// Pixels summed into one input in each direction, at least 1. 4 turns 128x128 into 32x32; pixels beyond the last full
    /// cell go into a last, smaller cell.
    /// </summary>
    public int Downsample { get; init; } = 1;

    /// <summary>The event time at which step 0 begins, in microseconds; null for the time of the first event.</summary>
    public long? Origin { get; init; }

    /// <summary>
    /// The longest silence, in microseconds, that is filled with empty steps. A longer one is skipped and shown as a
    /// <see cref="Streams.NoticeKind.TimestampGap"/> notice; step indices still follow the clock. Default 60 s.
    /// </summary>
    public long MaximumGap { get; init; } = 60_000_000;

    /// <summary>Four channels of motion besides OFF and ON; null for none.</summary>
    public MotionOptions? Motion { get; init; }

    /// <summary>The shape of the steps that come out.</summary>
    public InputShape Shape => new(
        Motion is null ? 2 : MotionOptions.Channels, (Size.Height + Downsample - 1) / Downsample, (Size.Width + Downsample - 1) / Downsample);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(StepMicroseconds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Downsample, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumGap, StepMicroseconds);
        ArgumentOutOfRangeException.ThrowIfLessThan(Size.Width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Size.Height, 1);
        Motion?.Validate(StepMicroseconds);
    }
}
