namespace EventSnn.Live.Tests.Pipeline;

/// <summary>A host's clock that a test moves by hand.</summary>
internal sealed class HandClock : TimeProvider
{
    /// <summary>Time since the clock was made.</summary>
    public TimeSpan Now { get; set; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => Now.Ticks;
}
