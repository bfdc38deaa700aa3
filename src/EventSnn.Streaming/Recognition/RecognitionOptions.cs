using EventSnn.Networks.Decisions;

namespace EventSnn.Streaming.Recognition;

/// <summary>How a stream of time steps is recognised and learned from.</summary>
public sealed record RecognitionOptions
{
    /// <summary>Whether the network learns from steps on which a label is in force. Default: it only infers.</summary>
    public bool Learn { get; init; }

    /// <summary>The length of the sliding vote in microseconds of event time. Default 500 ms.</summary>
    public long WindowMicroseconds { get; init; } = 500_000;

    /// <summary>How often a classification is emitted, in microseconds of event time, at least a step. Null, the default: every 100 ms, or every step where that is longer.</summary>
    public long? IntervalMicroseconds { get; init; }

    /// <summary>How steps are combined. Default: summed scores.</summary>
    public VoteKind Vote { get; init; } = VoteKind.SummedScores;

    /// <summary>
    /// Whether every labelled gesture is also judged by the weights from before its first labelled step, on a copy of the
    /// network that runs beside the one that learns. Costs a second inference; only where <see cref="Learn"/> is set.
    /// </summary>
    public bool Prequential { get; init; } = true;

    /// <summary>Whether the network's state starts from zero at every change of label: clips that do not follow each other.</summary>
    public bool ResetAtLabel { get; init; }

    /// <summary>How often a classification is emitted with steps of a length.</summary>
    /// <param name="stepMicroseconds">The length of a step in microseconds.</param>
    /// <returns>Microseconds of event time.</returns>
    public long IntervalFor(long stepMicroseconds) => IntervalMicroseconds ?? Math.Max(100_000, stepMicroseconds);

    internal void Validate(long stepMicroseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(WindowMicroseconds, stepMicroseconds);
        ArgumentOutOfRangeException.ThrowIfLessThan(IntervalFor(stepMicroseconds), stepMicroseconds, nameof(IntervalMicroseconds));
    }
}
