using EventSnn.Networks.Learning;
using EventSnn.Training.Augmentation;

namespace EventSnn.Training.Runs;

/// <summary>How a network is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training clips, at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>
    /// The epochs, from the first on, in which the clip readout learns (where the network has one), each time from new variations of the clips; null for all.
    /// </summary>
    public int? ClipReadoutEpochs { get; init; }

    /// <summary>How many beginnings of every clip the clip readout learns beside the whole: for early decisions. At least 0.</summary>
    public int ClipBeginnings { get; init; }

    /// <summary>Stops after so many clips, in the middle of an epoch where it must; null for no limit.</summary>
    public long? MaximumSamples { get; init; }

    /// <summary>Clips whose gradients make one update, at least 1.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The length of the piece that is learned from each clip, in microseconds; null for the window of the evaluation.</summary>
    public long? CropMicroseconds { get; init; }

    /// <summary>
    /// Whether the piece starts at random, uniform from the clip's start to its end less twice the crop (DECOLLE's recipe); else at
    /// the clip's start.
    /// </summary>
    public bool RandomStart { get; init; }

    /// <summary>The part of a clip that is seen when it is classified; null for all of it.</summary>
    public long? WindowMicroseconds { get; init; }

    /// <summary>How clips are varied.</summary>
    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>How the learning rate changes.</summary>
    public LearningRateSchedule Schedule { get; init; }

    /// <summary>Lets layers end learning one after the other; null for none. Epochs are the whole of the training.</summary>
    public FreezeOutSchedule? FreezeOut { get; init; }

    /// <summary>Stops when the validation accuracy has not risen for so many epochs; null for never. Needs validation clips.</summary>
    public int? Patience { get; init; }

    /// <summary>The seed of order, crops and variations.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Seconds between checkpoints; the end of an epoch always makes one.</summary>
    public double CheckpointSeconds { get; init; } = 60;

    /// <summary>Checks every value.</summary>
    /// <exception cref="TrainingException">A value is outside its range.</exception>
    public void Validate()
    {
        Require(Epochs >= 1, "at least 1 epoch", Epochs);
        Require(MaximumSamples is null or >= 1, "at least 1 sample", MaximumSamples);
        Require(BatchSize >= 1, "a batch of at least 1", BatchSize);
        Require(CropMicroseconds is null or >= 1, "a crop of at least 1 us", CropMicroseconds);
        Require(WindowMicroseconds is null or >= 1, "a window of at least 1 us", WindowMicroseconds);
        Require(ClipReadoutEpochs is null or >= 0, "at least 0 epochs of the clip readout", ClipReadoutEpochs);
        Require(ClipBeginnings >= 0, "at least 0 beginnings of a clip", ClipBeginnings);
        Require(Patience is null or >= 1, "a patience of at least 1 epoch", Patience);
        Require(CheckpointSeconds >= 0, "at least 0 seconds between checkpoints", CheckpointSeconds);
        Require(FreezeOut is null or { First: > 0 and <= 1 }, "a first layer that freezes after a share in (0, 1] of the training", FreezeOut?.First);
        Augmentation.Validate();
    }

    /// <summary>The factor on the learning rate.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="batch">The mini-batch within it, from 0.</param>
    /// <param name="batchesPerEpoch">Mini-batches in an epoch.</param>
    /// <returns>Above 0, at most 1.</returns>
    public double LearningRateFactor(int epoch, int batch, int batchesPerEpoch) => Schedule switch
    {
        LearningRateSchedule.Cosine => .02 + (.98 * .5 * (1 + Math.Cos(Math.PI * Math.Min(1, (epoch + ((double)batch / batchesPerEpoch)) / Epochs)))),
        LearningRateSchedule.FifthEvery1000Batches => Math.Pow(5, -Math.Floor((((double)epoch * batchesPerEpoch) + batch) / 1000)),
        LearningRateSchedule.PaperEpochs => epoch < 30 ? 1 : 1.0 / (5 * (epoch / 30)),
        _ => 1,
    };

    private static void Require(bool fits, string expected, object? found)
    {
        if (!fits)
        {
            throw new TrainingException($"Training: expected {expected}, found {found}.");
        }
    }
}
