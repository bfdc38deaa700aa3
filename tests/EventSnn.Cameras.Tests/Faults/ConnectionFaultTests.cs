using System.Net;
using System.Net.Sockets;
using EventSnn.Cameras.Caer;
using EventSnn.Cameras.Contract;
using EventSnn.Cameras.Protocols;
using EventSnn.Events.Batches;
using EventSnn.Events.Streams;

namespace EventSnn.Cameras.Tests.Faults;

public sealed class ConnectionFaultTests : IDisposable
{
    private static readonly CameraOptions Quick = new() { FirstRetry = TimeSpan.FromMilliseconds(5), LongestRetry = TimeSpan.FromMilliseconds(40) };
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private readonly EventBatchPool pool = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public ConnectionFaultTests() => listener.Start();

    private string Address => $"caer-tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public void Dispose() => listener.Dispose();

    [Fact]
    public async Task A_cut_connection_is_shown_and_made_again()
    {
        var camera = new LiveCamera(CameraAddress.Parse(Address).CreateSource(), Quick, pool: pool);
        using var receiver = new Receiver(camera);
        using (Socket first = await Accept())
        {
            first.Send(Packet(10, 1_000_000));
            await receiver.UntilEvents(10);
            byte[] half = Packet(10, 1_001_000);
            first.Send(half.AsSpan(0, half.Length - 42));
            await receiver.UntilEvents(14);
        }

        using Socket second = await Accept();
        second.Send(Packet(10, 500));
        await receiver.UntilEvents(24);
        receiver.Order.ShouldBe(["events", "Damaged", "Disconnected", "Reconnected", "TimestampReset", "events"]);
        camera.Counters.Connections.ShouldBe(2);
        camera.Counters.Queue.In.ShouldBe(24);
    }

    [Fact]
    public async Task A_server_of_another_kind_is_told_apart()
    {
        using var receiver = new Receiver(new LiveCamera(CameraAddress.Parse(Address).CreateSource(), Quick, pool: pool));
        using Socket web = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken);
        web.Send("HTTP/1.1 400 Bad Request\r\n\r\n"u8);
        await receiver.UntilNotice(NoticeKind.Disconnected);
        receiver.Notices[0].Detail.ShouldContain("cAER's mark");
        receiver.Notices[0].Detail.ShouldStartWith(Address);
    }

    [Fact]
    public async Task Garbage_behind_good_packets_ends_the_connection_with_a_notice_and_the_next_one_is_good()
    {
        using var receiver = new Receiver(new LiveCamera(CameraAddress.Parse(Address).CreateSource(), Quick, pool: pool));
        using (Socket first = await Accept())
        {
            first.Send(Packet(10, 1000));
            byte[] garbage = new byte[100];
            Array.Fill(garbage, (byte)0xFF);
            first.Send(garbage);
            await receiver.UntilNotice(NoticeKind.Damaged);
            await receiver.UntilNotice(NoticeKind.Disconnected);
        }

        using Socket second = await Accept();
        second.Send(Packet(10, 2000));
        await receiver.UntilEvents(20);
    }

    [Fact]
    public async Task Nobody_there_is_told_once_however_often_it_is_tried()
    {
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // has the port, so that no other test gets it, and does not listen
        var camera = new LiveCamera(CameraAddress.Parse($"caer-tcp://127.0.0.1:{((IPEndPoint)nobody.LocalEndPoint!).Port}").CreateSource(), Quick, pool: pool);
        using var receiver = new Receiver(camera);
        await receiver.UntilNotice(NoticeKind.Disconnected);
        await receiver.Until(() => camera.Counters.FailedConnections > 3, "further attempts");
        receiver.Notices.Length.ShouldBe(1);
        receiver.Notices[0].Detail.ShouldContain("Start the camera's program");
    }

    [Fact]
    public async Task Unsubscribing_ends_a_read_that_waits_and_gives_every_batch_back()
    {
        var camera = new LiveCamera(CameraAddress.Parse(Address).CreateSource(), Quick, pool: pool);
        var receiver = new Receiver(camera);
        using Socket server = await Accept();
        server.Send(Packet(10, 1000));
        await receiver.UntilEvents(10);
        receiver.Dispose();
        await receiver.Until(() => server.Poll(0, SelectMode.SelectRead), "the other side to close");
        await receiver.Until(() => pool.Outstanding == 0, "all batches back");
    }

    private async Task<Socket> Accept()
    {
        Socket socket = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken);
        socket.NoDelay = true;
        socket.Send(new CaerEncoder(isDatagram: false).Opening);
        return socket;
    }

    private byte[] Packet(int events, long start)
    {
        using EventBatch batch = MadeEvents.Batch(pool, events, start, 2);
        return new CaerEncoder(isDatagram: false).Encode(batch, 0, out _).ToArray();
    }
}
