namespace EventSnn.Events.Filters;

/// <summary>When a pixel is called hot.</summary>
public sealed record HotPixelOptions
{
    /// <summary>Event time over which rates are measured, in microseconds. Default 1 s.</summary>
    public long PeriodMicroseconds { get; init; } = 1_000_000;

    /// <summary>A hot pixel sends at least this many events per second. Default 100.</summary>
    public double MinimumRate { get; init; } = 100;

    /// <summary>A hot pixel sends at least this many times the mean of its eight neighbours. Default 10.</summary>
    public double NeighbourRatio { get; init; } = 10;
}
