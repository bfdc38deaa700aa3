namespace EventSnn.Simulation.Rendering;

/// <summary>
/// Chooses when to render: so often that nothing moves farther than a fraction of a pixel between two pictures, within
/// bounds. Light between two pictures is then close to a straight line in time, which is what the pixels assume.
/// </summary>
public sealed record SceneSampler
{
    /// <summary>Farthest motion between two pictures, in pixels.</summary>
    public double MaximumShift { get; init; } = 0.7;

    /// <summary>Shortest time between two pictures in microseconds.</summary>
    public double ShortestMicroseconds { get; init; } = 500;

    /// <summary>Longest time between two pictures in microseconds; must resolve the flicker of lamps (8 samples of 120 Hz: 1000).</summary>
    public double LongestMicroseconds { get; init; } = 1500;

    /// <summary>The time of the next picture.</summary>
    /// <param name="scene">What is looked at.</param>
    /// <param name="microseconds">Time of this picture.</param>
    /// <returns>A later time in microseconds.</returns>
    public double Next(IScene scene, double microseconds)
    {
        ArgumentNullException.ThrowIfNull(scene);
        double speed = scene.FastestMotion(microseconds * 1e-6);
        double step = speed > 0 ? MaximumShift / speed * 1e6 : LongestMicroseconds;
        return microseconds + Math.Clamp(step, ShortestMicroseconds, LongestMicroseconds);
    }
}
