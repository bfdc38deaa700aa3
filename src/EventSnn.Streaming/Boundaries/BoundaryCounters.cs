namespace EventSnn.Streaming.Boundaries;

/// <summary>
/// What passed a boundary, in events. <c>In = Out + Dropped + Abandoned + Pending</c>; when the stream has ended, Pending is 0.
/// </summary>
/// <param name="In">Events that came in.</param>
/// <param name="Out">Events handed to the consumer.</param>
/// <param name="Dropped">Events lost because the queue was full.</param>
/// <param name="Abandoned">Events that were still queued when the consumer unsubscribed.</param>
public readonly record struct BoundaryCounters(long In, long Out, long Dropped, long Abandoned)
{
    /// <summary>Events in the queue now.</summary>
    public long Pending => In - Out - Dropped - Abandoned;
}
