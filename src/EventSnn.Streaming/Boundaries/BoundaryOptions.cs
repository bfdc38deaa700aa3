namespace EventSnn.Streaming.Boundaries;

/// <summary>A bounded queue between two threads.</summary>
public sealed record BoundaryOptions
{
    /// <summary>Items (batches and notices) that the queue holds, at least 1. Default 64.</summary>
    public int Capacity { get; init; } = 64;

    /// <summary>What happens when it is full. Default: the producer waits.</summary>
    public OverflowPolicy Overflow { get; init; } = OverflowPolicy.Wait;
}
