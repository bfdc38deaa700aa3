namespace EventSnn.Networks.Bptt;

/// <summary>How back-propagation through time treats a layer.</summary>
public sealed record BpttOptions
{
    /// <summary>Whether no error goes through the refractory trace, as in snnTorch, whose reset is detached.</summary>
    public bool DetachReset { get; init; } = true;

    /// <summary>
    /// Decay per step of the class scores, which add up what the readout says, in [0, 1): output neurons that integrate and do not spike. 0: every
    /// step's readout stands for itself, which is what <see cref="BpttNetwork{T}.ToNetwork"/> can take over.
    /// </summary>
    public double ScoreDecay { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ModelException">A value is out of range; the message says which.</exception>
    public void Validate() => ModelException.Require(ScoreDecay is >= 0 and < 1, "score decay", "a share in [0, 1)", ScoreDecay);
}
