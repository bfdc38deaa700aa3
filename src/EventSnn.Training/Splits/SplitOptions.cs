namespace EventSnn.Training.Splits;

/// <summary>Which clips are trained with, chosen by, and tested with.</summary>
public sealed record SplitOptions
{
    /// <summary>
    /// Number of folds for cross-validation, at least 2; null for the parts that the data set itself names. Folds are blocks of
    /// neighbouring clips within a series: neighbours are often of one person, and a random split would leak.
    /// </summary>
    public int? Folds { get; init; }

    /// <summary>The fold to test with, from 0.</summary>
    public int Fold { get; init; }

    /// <summary>The share of the training clips that is held out to choose the best epoch by, in [0, 1): whole subjects where they are known, else the last block of every series.</summary>
    public double Validation { get; init; }

    /// <summary>Classes that are neither trained nor known to the model: to test rejection with.</summary>
    public IReadOnlyList<string> HeldOutClasses { get; init; } = [];
}
