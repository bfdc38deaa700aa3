using System.Net;
using System.Net.Sockets;
using EventSnn.Cameras.Contract;
using EventSnn.Events.Geometry;

namespace EventSnn.Cameras.Sockets;

/// <summary>A camera that sends datagrams to a port of this machine.</summary>
/// <param name="name">Its address, for messages.</param>
/// <param name="endpoint">The local address and port to listen on.</param>
/// <param name="size">The sensor.</param>
/// <param name="decoder">Makes a decoder for every connection.</param>
internal sealed class UdpSource(string name, IPEndPoint endpoint, SensorSize size, Func<DatagramDecoder> decoder) : ICameraSource
{
    private const int ReceiveBuffer = 16 * 1024 * 1024;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public SensorSize Size => size;

    /// <inheritdoc/>
    public bool CanReconnect => true;

    /// <inheritdoc/>
    public ICameraLink Connect(CancellationToken cancellation)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = ReceiveBuffer };
        try
        {
            socket.Bind(endpoint);
            return new DatagramLink(name, socket, size, decoder());
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new CameraException(name, $"to listen on {endpoint}", e.Message, "Another program may have the port; end it or name another port.", e);
        }
    }
}
