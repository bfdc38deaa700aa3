using EventSnn.Training.DataSets;
using EventSnn.Training.Recipes;

namespace EventSnn.Cli.Replay;

/// <summary>The step length of a fresh network where none is asked for.</summary>
public static class ReplayStep
{
    /// <summary>The preset where none is asked for.</summary>
    public const string DefaultPreset = "best";

    /// <summary>What a preset's recipe for DvsGesture has, as training takes it.</summary>
    /// <param name="preset">The preset.</param>
    /// <returns>The step in microseconds.</returns>
    public static long Of(string preset) => preset switch
    {
        // The recipe for whole data sets finds motion in steps of 20 ms; a replay runs without motion, and half a minute of events is learned best in longer steps.
        DefaultPreset => 50_000,
        _ => TrainingRecipe.For(preset, DataSetLayouts.DvsGesture).StepMicroseconds,
    };
}
