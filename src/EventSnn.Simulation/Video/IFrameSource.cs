using EventSnn.Events.Geometry;

namespace EventSnn.Simulation.Video;

/// <summary>Frames at a constant rate: a video, a pipe, a sequence of pictures.</summary>
public interface IFrameSource : IDisposable
{
    /// <summary>Columns and rows of every frame.</summary>
    SensorSize Size { get; }

    /// <summary>Frames per second.</summary>
    double FramesPerSecond { get; }

    /// <summary>Number of frames; null where only the end will tell.</summary>
    int? Count { get; }

    /// <summary>
    /// Why the content ended before its time, with file, byte offset, what was expected and what was found; null where it did not. Final when
    /// <see cref="Read"/> has answered false: all frames before are whole, so that what was made of them can be kept.
    /// </summary>
    string? Fault => null;

    /// <summary>Reads the next frame.</summary>
    /// <param name="luma">Receives brightness, 0 to 255, row by row.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="Recordings.RecordingException">The content is damaged.</exception>
    bool Read(Span<float> luma);
}
