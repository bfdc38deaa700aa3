namespace EventSnn.Networks.Bptt;

/// <summary>How back-propagation through time treats a layer.</summary>
public sealed record BpttOptions
{
    /// <summary>Whether no error goes through the refractory trace, as in snnTorch, whose reset is detached.</summary>
    public bool DetachReset { get; init; } = true;
}
