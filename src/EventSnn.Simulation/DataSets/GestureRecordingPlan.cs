using EventSnn.Simulation.Cameras;
using EventSnn.Simulation.Gestures;
using EventSnn.Simulation.Gestures.Light;

namespace EventSnn.Simulation.DataSets;

/// <summary>One recording of a data set: one person in one lighting, all gestures one after the other.</summary>
/// <param name="Name">File name without extension, as in the DvsGesture set: <c>user01_led</c>.</param>
/// <param name="Subject">The person.</param>
/// <param name="Lighting">The light.</param>
/// <param name="Windows">What is performed when.</param>
/// <param name="Seconds">Length of the recording.</param>
/// <param name="IsTest">Whether the person is for testing.</param>
/// <param name="Seed">Seed of the data set.</param>
/// <param name="Camera">The camera.</param>
public sealed record GestureRecordingPlan(
    string Name, Subject Subject, Lighting Lighting, IReadOnlyList<GestureWindow> Windows, double Seconds, bool IsTest, ulong Seed, CameraModel Camera)
{
    /// <summary>Plans one recording.</summary>
    /// <param name="options">The data set.</param>
    /// <param name="number">Number of the person, from 1.</param>
    /// <param name="lighting">The light.</param>
    /// <returns>The plan.</returns>
    public static GestureRecordingPlan Create(GestureDataSetOptions options, int number, Lighting lighting)
    {
        ArgumentNullException.ThrowIfNull(options);
        bool test = number > options.Subjects - options.EffectiveTestSubjects;
        double length = test ? options.TestSeconds ?? options.Seconds : options.Seconds;
        var windows = new List<GestureWindow>();
        double time = options.GapSeconds;
        foreach (Gesture gesture in Enum.GetValues<Gesture>())
        {
            windows.Add(new GestureWindow(gesture, time, time + length));
            time += length + options.GapSeconds;
        }

        return new GestureRecordingPlan(
            $"user{number:00}_{lighting.ToString().ToLowerInvariant()}",
            Subject.Draw(options.Seed, number), lighting, windows, time, test, options.Seed, options.Camera);
    }
}
