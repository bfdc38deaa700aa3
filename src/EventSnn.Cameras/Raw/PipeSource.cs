using EventSnn.Cameras.Contract;
using EventSnn.Cameras.Sockets;
using EventSnn.Events.Geometry;
using EventSnn.Recordings;
using EventSnn.Recordings.Reading;

namespace EventSnn.Cameras.Raw;

/// <summary>A camera's program that writes recording bytes (RAW EVT 2 or 3, AEDAT, ...) into a named pipe or our standard input.</summary>
/// <param name="name">The address, for messages.</param>
/// <param name="path">The pipe; <c>-</c> for standard input.</param>
/// <param name="size">The sensor.</param>
/// <param name="format">The format's name; see <see cref="Recording.FormatNames"/>.</param>
internal sealed class PipeSource(string name, string path, SensorSize size, string format) : ICameraSource
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public SensorSize Size => size;

    /// <inheritdoc/>
    public bool CanReconnect => path != "-";

    /// <inheritdoc/>
    public ICameraLink Connect(CancellationToken cancellation)
    {
        try
        {
            Stream stream = path == "-"
                ? Console.OpenStandardInput()
                : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            RecordingReader reader = Recording.Open(stream, name, new ReadOptions { Format = format, Live = true, Size = size });
            return new ReaderLink(name, reader, stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or RecordingException)
        {
            throw new CameraException(name, $"a pipe that carries {format}", e.Message, "Check the path and what is written to it.", e);
        }
    }
}
