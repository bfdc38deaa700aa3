namespace EventSnn.Streaming.Rehearsal;

/// <summary>How kept clips are learned from again.</summary>
public sealed record RehearsalOptions
{
    /// <summary>Passes over all clips, at least 0.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Clips that are learned from side by side; their gradients make one update. Clips are dealt so that batches are equal in size and mixed in class. At least 1.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The longest piece of a clip that is learned from at once, in microseconds; its start is drawn anew each time. Null for whole clips.</summary>
    public long? CropMicroseconds { get; init; }

    /// <summary>Varies every piece before it is learned from (shift, rotation, ...); null to learn from the pieces as they are.</summary>
    public ClipVariation? Vary { get; init; }

    /// <summary>Equal seeds give equal orders, crops and variations.</summary>
    public ulong Seed { get; init; }
}
