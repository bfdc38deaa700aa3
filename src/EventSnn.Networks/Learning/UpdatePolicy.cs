namespace EventSnn.Networks.Learning;

/// <summary>Which labelled steps change the weights. A skipped layer costs no gradient and no update.</summary>
public sealed record UpdatePolicy
{
    /// <summary>Learn in every step that may.</summary>
    public static UpdatePolicy Always { get; } = new();

    /// <summary>Only every so many labelled steps, at least 1.</summary>
    public int EveryN { get; init; } = 1;

    /// <summary>
    /// Error-triggered: a layer is skipped while the largest |dLoss/dr| times the batch size is below this. 0 for never.
    /// </summary>
    public float ErrorThreshold { get; init; }
}
