namespace EventSnn.Live.Pipeline;

/// <summary>A distribution of latencies in milliseconds; percentiles are upper bounds, exact to 13 %.</summary>
/// <param name="Count">Number of measurements.</param>
/// <param name="P50">Median.</param>
/// <param name="P90">90th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="P999">99.9th percentile.</param>
/// <param name="Max">The largest.</param>
public sealed record LatencyFigures(long Count, double P50, double P90, double P99, double P999, double Max);
