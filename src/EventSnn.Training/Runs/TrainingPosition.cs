namespace EventSnn.Training.Runs;

/// <summary>
/// Where a run stands, between two mini-batches. Everything random in a run follows from (seed, epoch, clip), so that this and the
/// checkpoint of the network suffice to go on bit for bit.
/// </summary>
public sealed record TrainingPosition
{
    /// <summary>The epoch, from 0.</summary>
    public int Epoch { get; set; }

    /// <summary>The next mini-batch within it, from 0.</summary>
    public int Batch { get; set; }

    /// <summary>Clips learned from so far.</summary>
    public long Samples { get; set; }

    /// <summary>The best epoch so far, from 1; 0 for none.</summary>
    public int BestEpoch { get; set; }

    /// <summary>The validation accuracy of the best epoch.</summary>
    public double BestAccuracy { get; set; } = -1;

    /// <summary>Whether the run is over.</summary>
    public bool Finished { get; set; }

    /// <summary>The figures of the epochs that are over.</summary>
    public List<EpochFigures> Curve { get; init; } = [];

    /// <summary>The sums of the epoch that is running.</summary>
    public EpochSums? Running { get; set; }

    /// <summary>The checkpoint of the network, a file in the run folder.</summary>
    public string Checkpoint { get; set; } = "";

    /// <summary>What must be the same to go on: data, split, definition, options.</summary>
    public string Fingerprint { get; set; } = "";
}
