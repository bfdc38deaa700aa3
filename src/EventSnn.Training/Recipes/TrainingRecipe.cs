using EventSnn.Events.Binning;
using EventSnn.Training.Augmentation;
using EventSnn.Training.DataSets;
using EventSnn.Training.Runs;

namespace EventSnn.Training.Recipes;

/// <summary>The defaults that belong to a preset: step, input size and how to train. Everything can be set otherwise.</summary>
/// <param name="StepMicroseconds">The length of a step in microseconds.</param>
/// <param name="TargetInputs">Inputs in the shorter direction that the recording is down-sampled to; 128x128 at 32 sums 4x4 pixels.</param>
/// <param name="Options">How to train.</param>
/// <param name="Motion">Motion as input besides polarities; null for none.</param>
/// <param name="LayersShare">How much the layers have to say beside a clip readout, 0 to 1.</param>
public sealed record TrainingRecipe(long StepMicroseconds, int TargetInputs, TrainingOptions Options, MotionOptions? Motion = null, double LayersShare = 1)
{
    /// <summary>The recipe of a preset on a data set.</summary>
    /// <param name="preset">The preset's name.</param>
    /// <param name="layout">The data set's layout.</param>
    /// <returns>The recipe.</returns>
    public static TrainingRecipe For(string preset, string layout) => preset switch
    {
        "best" => layout switch
        {
            DataSetLayouts.NMnist => BestDigits(),
            DataSetLayouts.DvsGesture => BestGestures(),
            _ => Best(),
        },
        "gesture" => new(
            10_000, 32, new TrainingOptions { BatchSize = 16, WindowMicroseconds = Window(layout), Augmentation = new AugmentationOptions { Shift = .06 } }),
        "tess" or "tess-noncausal" => layout is DataSetLayouts.NMnist or DataSetLayouts.Mnist ? Tess(25_000, Window(layout), 20) : Tess(75_000, 1_500_000, 200),
        _ => layout == DataSetLayouts.DvsGesture || layout == DataSetLayouts.Folder ? Paper() : Digits(preset, layout),
    };

    /// <summary>DECOLLE's recipe for DvsGesture (decolle 2020, section "DvsGesture"): 1-ms steps, batch 72, random 500-ms crops, the first 1800 ms tested.</summary>
    private static TrainingRecipe Paper() => new(1000, 32, new TrainingOptions
    {
        Epochs = 200,
        BatchSize = 72,
        CropMicroseconds = 500_000,
        RandomStart = true,
        WindowMicroseconds = 1_800_000,
        Schedule = LearningRateSchedule.PaperEpochs,
    });

    private static TrainingRecipe Digits(string preset, string layout) => new(1000, 32, new TrainingOptions
    {
        Epochs = 10,
        BatchSize = preset.EndsWith("dense", StringComparison.Ordinal) ? 20 : 64,
        WindowMicroseconds = Window(layout),
    });

    private static TrainingRecipe Best() => new(200_000, 16, new TrainingOptions
    {
        Epochs = 30,
        BatchSize = 32,
        WindowMicroseconds = 2_000_000,
        Schedule = LearningRateSchedule.Cosine,
        Augmentation = new AugmentationOptions { Shift = .07, Rotation = 10, Scale = .15, TimeWarp = .15, Drop = .3, PolarityNoise = .05 },
    });

    /// <summary>
    /// Motion as input: half of the gestures differ in direction alone. Signs (folder) lost 2 to 5 points by it. Gestures go on from their
    /// first moment, so that beginnings are learned too and steps are short: a decision after 240 ms is as often right as one after 400 with steps of 100 ms.
    /// </summary>
    private static TrainingRecipe BestGestures()
    {
        TrainingRecipe signs = Best();
        return signs with
        {
            StepMicroseconds = 20_000,
            Options = signs.Options with { Epochs = 5, ClipBeginnings = 1, WindowMicroseconds = 1_800_000 },
            Motion = new MotionOptions(),
        };
    }

    private static TrainingRecipe BestDigits() => new(25_000, 16, new TrainingOptions
    {
        Epochs = 20,
        BatchSize = 32,
        WindowMicroseconds = 300_000,
        Schedule = LearningRateSchedule.Cosine,
        Augmentation = new AugmentationOptions { Shift = .07, Rotation = 10, Scale = .1, Drop = .3 },
    });

    /// <summary>20 frames of 75 ms, batch 16 (arXiv 2502.01837); for digits, shorter frames are ours.</summary>
    private static TrainingRecipe Tess(long step, long? window, int epochs) => new(step, 32, new TrainingOptions
    {
        Epochs = epochs,
        BatchSize = 16,
        WindowMicroseconds = window,
        Augmentation = new AugmentationOptions { Shift = .125 },
    });

    private static long? Window(string layout) => layout switch
    {
        DataSetLayouts.NMnist => 300_000,
        DataSetLayouts.Mnist => MnistDataSet.Milliseconds * 1000L,
        DataSetLayouts.DvsGesture => 1_800_000,
        _ => 2_000_000,
    };
}
