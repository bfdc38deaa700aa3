using System.Net;
using System.Net.Sockets;
using EventSnn.Cameras.Contract;
using EventSnn.Events.Geometry;
using EventSnn.Recordings;
using EventSnn.Recordings.Reading;

namespace EventSnn.Cameras.Sockets;

/// <summary>A camera that is reached by TCP.</summary>
/// <param name="name">Its address, for messages.</param>
/// <param name="endpoint">Host and port.</param>
/// <param name="size">The sensor.</param>
/// <param name="open">Reads what the protocol begins with and gives a reader for the rest; the reader is live and owns the stream.</param>
internal sealed class TcpSource(string name, EndPoint endpoint, SensorSize size, Func<Stream, string, RecordingReader> open) : ICameraSource
{
    private const int ReceiveBuffer = 4 * 1024 * 1024;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public SensorSize Size => size;

    /// <inheritdoc/>
    public bool CanReconnect => true;

    /// <inheritdoc/>
    public ICameraLink Connect(CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = ReceiveBuffer };
        try
        {
            socket.ConnectAsync(endpoint, cancellation).AsTask().GetAwaiter().GetResult();
            using CancellationTokenRegistration closing = cancellation.Register(socket.Dispose);
            return new ReaderLink(name, open(new NetworkStream(socket, ownsSocket: true), name), socket);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new CameraException(
                name, "a camera that takes connections", $"none ({e.Message})", "Start the camera's program, or check host and port.", e);
        }
        catch (Exception e) when (e is RecordingException or IOException or ObjectDisposedException)
        {
            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw new CameraException(name, "the beginning of the camera's protocol", e.Message, null, e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
