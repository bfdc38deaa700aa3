namespace EventSnn.Training.Evaluation;

/// <summary>How clips are classified.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The part of a clip, from its first event, that is seen, in microseconds; null for the whole clip.</summary>
    public long? WindowMicroseconds { get; init; }

    /// <summary>Clips that are stepped side by side, at least 1. Changes the time it takes, not the result.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The distance of the points of accuracy over time, in microseconds.</summary>
    public long GridMicroseconds { get; init; } = 20_000;
}
