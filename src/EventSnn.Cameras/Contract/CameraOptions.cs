using EventSnn.Streaming.Boundaries;

namespace EventSnn.Cameras.Contract;

/// <summary>How a live camera is run.</summary>
public sealed record CameraOptions
{
    /// <summary>The bounded queue between the receiving thread and the pipeline. Default: 256 batches, the oldest are dropped.</summary>
    public BoundaryOptions Queue { get; init; } = new() { Capacity = 256, Overflow = OverflowPolicy.DropOldest };

    /// <summary>How long to wait before the second attempt to connect; doubles with every further one. Default 100 ms.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between attempts. Default 5 s.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A step back in time of more than this many microseconds, that nothing told of, is taken for a reset of the camera's clock.
    /// Smaller ones pass as they are. Default 100 ms.
    /// </summary>
    public long ResetMicroseconds { get; init; } = 100_000;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(FirstRetry, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestRetry, FirstRetry);
        ArgumentOutOfRangeException.ThrowIfNegative(ResetMicroseconds);
    }
}
