using EventSnn.Events.Geometry;

namespace EventSnn.Simulation.Video;

/// <summary>Another source's frames at another rate: slow motion that is played at its true speed.</summary>
/// <param name="source">The frames; owned and closed with this source.</param>
/// <param name="framesPerSecond">Frames per second, above 0.</param>
public sealed class TimedSource(IFrameSource source, double framesPerSecond) : IFrameSource
{
    /// <inheritdoc/>
    public SensorSize Size => source.Size;

    /// <inheritdoc/>
    public double FramesPerSecond { get; } = framesPerSecond;

    /// <inheritdoc/>
    public int? Count => source.Count;

    /// <inheritdoc/>
    public string? Fault => source.Fault;

    /// <inheritdoc/>
    public bool Read(Span<float> luma) => source.Read(luma);

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
