namespace EventSnn.Live.CatchUp;

/// <summary>When a live pipeline is behind, and what it does then.</summary>
public sealed record CatchUpOptions
{
    /// <summary>What it does. Default: learn less, then skip time.</summary>
    public CatchUpPolicy Policy { get; init; } = CatchUpPolicy.Spare;

    /// <summary>
    /// The model skips time where it is so far behind, above 0; learning is spared from two fifths of it. The learner of what is taught, which costs much
    /// less, skips at half as much again. Default 10 ms, with which 99 % of decisions come within 20 ms.
    /// </summary>
    public TimeSpan MostLag { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Where more event time than this is skipped at once, networks begin anew as after any gap; where less, they stay as they were. In microseconds.
    /// Default 500 ms.
    /// </summary>
    public long HoldMicroseconds { get; init; } = 500_000;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MostLag, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(HoldMicroseconds);
    }
}
