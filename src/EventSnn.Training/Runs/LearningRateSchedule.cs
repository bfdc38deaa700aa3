namespace EventSnn.Training.Runs;

/// <summary>How the learning rate changes over a run.</summary>
public enum LearningRateSchedule
{
    /// <summary>It does not.</summary>
    Constant,

    /// <summary>Half a cosine from the full rate down to 2 % of it at the end of the last epoch.</summary>
    Cosine,

    /// <summary>Divided by 5 every 1000 mini-batches: G0's recipe.</summary>
    FifthEvery1000Batches,

    /// <summary>The full rate before epoch 30, then rate / (5 * floor(epoch / 30)): G1's and G2's recipe.</summary>
    PaperEpochs,
}
