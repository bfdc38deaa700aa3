namespace EventSnn.Networks.Continual;

/// <summary>How a <see cref="ContinualLearner"/> decides.</summary>
public sealed record ContinualOptions
{
    /// <summary>Fewer events per second than this are never a gesture. Default 300.</summary>
    public double QuietEventsPerSecond { get; init; } = 300;

    /// <summary>Less than this share of the median rate of what was taught is no gesture. Default 0.1.</summary>
    public double QuietShare { get; init; } = .1;

    /// <summary>A moment that is stranger than this multiple of the 95th percentile of what was taught is unknown. Default 1.6.</summary>
    public double UnknownFactor { get; init; } = 1.6;

    /// <summary>A gesture that is less probable than this is unknown. Default 0.5.</summary>
    public double LeastConfidence { get; init; } = .5;

    /// <summary>Showings that undo goes back through, at least 1. Default 20.</summary>
    public int UndoDepth { get; init; } = 20;

    /// <summary>
    /// Memory that undo may take, in bytes: the oldest snapshots are forgotten beyond it, the last one never. Default 64 MiB, that is 7 showings of vectors of
    /// 1024 entries (a snapshot holds the metric, 8 bytes for every pair of entries).
    /// </summary>
    public long UndoBytes { get; init; } = 64L << 20;
}
