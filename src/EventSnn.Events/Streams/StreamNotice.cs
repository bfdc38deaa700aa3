namespace EventSnn.Events.Streams;

/// <summary>A visible mark in a stream where something other than events happened. Immutable; needs no release.</summary>
/// <param name="kind">What happened.</param>
/// <param name="timestamp">The event time at which it happened, in microseconds; null where the stream has none yet.</param>
/// <param name="count">How much it concerns: events lost, microseconds skipped or stepped back; 0 where there is nothing to count.</param>
/// <param name="detail">One sentence for a person.</param>
public sealed class StreamNotice(NoticeKind kind, long? timestamp, long count, string detail) : StreamItem
{
    /// <summary>What happened.</summary>
    public NoticeKind Kind { get; } = kind;

    /// <summary>The event time at which it happened, in microseconds; null where the stream has none yet.</summary>
    public long? Timestamp { get; } = timestamp;

    /// <summary>How much it concerns: events lost, microseconds skipped or stepped back; 0 where there is nothing to count.</summary>
    public long Count { get; } = count;

    /// <summary>One sentence for a person.</summary>
    public string Detail { get; } = detail;

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} at {(Timestamp is { } t ? $"{t} us" : "an unknown time")}: {Detail}";
}
