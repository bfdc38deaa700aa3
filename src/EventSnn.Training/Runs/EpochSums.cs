namespace EventSnn.Training.Runs;

/// <summary>What an epoch has added up so far; part of the position, so that a resumed epoch reports the same figures.</summary>
public sealed record EpochSums
{
    /// <summary>Steps that learned.</summary>
    public long Steps { get; set; }

    /// <summary>States stepped, over all steps.</summary>
    public long States { get; set; }

    /// <summary>Clips learned from.</summary>
    public long Clips { get; set; }

    /// <summary>Clips whose vote was right.</summary>
    public long Right { get; set; }

    /// <summary>Sum of losses, by layer.</summary>
    public required double[] Loss { get; init; }

    /// <summary>Sum of spike rates, by layer.</summary>
    public required double[] Spikes { get; init; }

    /// <summary>Seconds so far.</summary>
    public double Seconds { get; set; }
}
