using System.Net;
using System.Net.Sockets;
using System.Reactive.Threading.Tasks;
using System.Reactive.Linq;
using EventSnn.Events.Streams;

namespace EventSnn.Cameras.Senders;

/// <summary>Makes a stream a camera on the network: every client that connects gets the stream from its beginning.</summary>
public sealed class TcpEventServer : IDisposable
{
    private readonly Socket listener;
    private readonly Func<EventEncoder> encoder;
    private readonly IObservable<StreamItem> items;
    private readonly Action<string>? tell;
    private long events;
    private long clients;

    /// <summary>Begins to listen.</summary>
    /// <param name="endpoint">Address and port; port 0 for any free one.</param>
    /// <param name="encoder">Makes an encoder for every client.</param>
    /// <param name="items">The stream; subscribed to once for every client.</param>
    /// <param name="tell">Told in a sentence what happens; null where nobody listens.</param>
    /// <exception cref="CameraException">The port cannot be had.</exception>
    public TcpEventServer(IPEndPoint endpoint, Func<EventEncoder> encoder, IObservable<StreamItem> items, Action<string>? tell = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(items);
        this.encoder = encoder;
        this.items = items;
        this.tell = tell;
        listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endpoint);
            listener.Listen();
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new CameraException(endpoint.ToString(), "a port to listen on", e.Message, "Another program may have it; name another with --port.", e);
        }
    }

    /// <summary>Where clients connect to.</summary>
    public IPEndPoint Endpoint => (IPEndPoint)listener.LocalEndPoint!;

    /// <summary>Events sent to all clients together.</summary>
    public long Events => Interlocked.Read(ref events);

    /// <summary>Clients that have connected so far.</summary>
    public long Clients => Interlocked.Read(ref clients);

    /// <summary>Serves until cancelled.</summary>
    /// <param name="cancellation">Ends the service and all connections.</param>
    /// <param name="once">Ends after the first client has got all of the stream.</param>
    /// <returns>A task that ends when the service has ended.</returns>
    public async Task RunAsync(CancellationToken cancellation, bool once = false)
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                Socket client = await listener.AcceptAsync(cancellation);
                Interlocked.Increment(ref clients);
                Task serving = Task.Run(() => ServeAsync(client, once, cancellation), CancellationToken.None);
                if (once)
                {
                    await serving;
                    return;
                }

                running.RemoveAll(task => task.IsCompleted);
                running.Add(serving);
            }
        }
        catch (OperationCanceledException)
        {
            // The caller ends the service.
        }
        finally
        {
            await Task.WhenAll(running);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private async Task ServeAsync(Socket client, bool once, CancellationToken cancellation)
    {
        string who = client.RemoteEndPoint?.ToString() ?? "a client";
        client.NoDelay = true;
        using (client)
        using (CancellationTokenRegistration closing = cancellation.Register(client.Dispose))
        {
            tell?.Invoke($"{who} has connected.");
            var sender = new EventSender(encoder(), bytes => SendAll(client, bytes.Span));
            long before = 0;
            try
            {
                sender.Open();
                await items.Do(item =>
                {
                    sender.Send(item);
                    Interlocked.Add(ref events, sender.Events - before);
                    before = sender.Events;
                }).LastOrDefaultAsync().ToTask(cancellation);
                client.Shutdown(SocketShutdown.Send);
                tell?.Invoke($"{who} has got all {sender.Events} events.");
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                tell?.Invoke($"{who} has left after {sender.Events} events.");
            }
            catch (Exception e) when (tell is not null && !once)
            {
                tell($"{who} was cut off after {sender.Events} events: {e.Message}");
            }
        }
    }

    private static void SendAll(Socket client, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[client.Send(bytes, SocketFlags.None)..];
        }
    }
}
