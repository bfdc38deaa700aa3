using System.Net;
using System.Net.Sockets;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using EventSnn.Events.Streams;

namespace EventSnn.Cameras.Senders;

/// <summary>Sends a stream as datagrams to one address.</summary>
public sealed class UdpEventSender : IDisposable
{
    private readonly Socket socket;
    private readonly EventSender sender;

    /// <summary>Creates a sender.</summary>
    /// <param name="endpoint">Where the datagrams go.</param>
    /// <param name="encoder">Writes them.</param>
    public UdpEventSender(IPEndPoint endpoint, EventEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(encoder);
        socket = new Socket(endpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { SendBufferSize = 1024 * 1024 };
        socket.Connect(endpoint);
        sender = new EventSender(encoder, Send);
    }

    /// <summary>Events sent.</summary>
    public long Events => sender.Events;

    /// <summary>Datagrams sent.</summary>
    public long Datagrams => sender.Messages;

    /// <summary>Sends a stream to its end.</summary>
    /// <param name="items">The stream.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>A task that ends with the stream.</returns>
    public async Task RunAsync(IObservable<StreamItem> items, CancellationToken cancellation) =>
        await items.Do(sender.Send).LastOrDefaultAsync().ToTask(cancellation);

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    private void Send(ReadOnlyMemory<byte> datagram)
    {
        try
        {
            socket.Send(datagram.Span, SocketFlags.None);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            // Nobody listens at the moment; a camera goes on sending.
        }
    }
}
