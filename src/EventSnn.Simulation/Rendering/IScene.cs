using EventSnn.Events.Geometry;

namespace EventSnn.Simulation.Rendering;

/// <summary>Something that can be looked at: light as a function of time.</summary>
public interface IScene
{
    /// <summary>Columns and rows of the picture.</summary>
    SensorSize Size { get; }

    /// <summary>Renders the picture at a moment. The same moment always gives the same picture.</summary>
    /// <param name="seconds">Scene time.</param>
    /// <param name="light">Receives linear light in DN (255 = white under full light), row by row.</param>
    void Render(double seconds, Span<float> light);

    /// <summary>Says how fast the fastest thing in the picture moves, so that a sampler can choose its next moment.</summary>
    /// <param name="seconds">Scene time.</param>
    /// <returns>Pixels per second, at least 0.</returns>
    double FastestMotion(double seconds);
}
