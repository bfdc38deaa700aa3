using EventSnn.Simulation.Cameras;
using EventSnn.Simulation.Gestures.Light;

namespace EventSnn.Simulation.DataSets;

/// <summary>
/// The small data set in the folder <c>recordings</c> of the repository: one person to learn from, two others to be
/// tested on.
/// </summary>
/// <remarks>
/// The repository has room for about 1.4 million events, a fifth of what a real DVS128 gives for these gestures; so the
/// camera's thresholds are set higher than usual, as on a camera with its biases turned down, and what the DVS128 reports
/// twice or by overshoot is left out.
/// </remarks>
public static class ShippedRecordings
{
    /// <summary>The options of the set.</summary>
    public static GestureDataSetOptions Options { get; } = new()
    {
        Subjects = 3,
        TestSubjects = 2,
        Lightings = [Lighting.Led],
        Seconds = 2.4,
        TestSeconds = 1.2,
        GapSeconds = 0.3,
        Seed = 1,
        Camera = CameraModels.Dvs128 with
        {
            Pixel = CameraModels.Dvs128.Pixel with
            {
                ThresholdOn = 0.35, ThresholdOff = 0.35, ThresholdSpread = 0.05, ReboundAfterOn = 0, ReboundAfterOff = 0, RefractoryMicroseconds = 500,
            },
            Readout = CameraModels.Dvs128.Readout with { EchoFraction = 0 },
        },
    };
}
