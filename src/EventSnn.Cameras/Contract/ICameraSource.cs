using EventSnn.Events.Geometry;

namespace EventSnn.Cameras.Contract;

/// <summary>A camera that can be connected to, again and again.</summary>
public interface ICameraSource
{
    /// <summary>The camera's address, for messages.</summary>
    string Name { get; }

    /// <summary>The sensor; events outside it are counted and not delivered.</summary>
    SensorSize Size { get; }

    /// <summary>False where the content cannot come a second time (standard input): its end ends the stream.</summary>
    bool CanReconnect { get; }

    /// <summary>Connects. Blocks until the camera answers.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="CameraException">The camera cannot be reached, or speaks another protocol.</exception>
    ICameraLink Connect(CancellationToken cancellation);
}
