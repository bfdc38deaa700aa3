using System.Net;
using System.Net.Sockets;
using EventSnn.Cameras.Caer;
using EventSnn.Cameras.Contract;
using EventSnn.Cameras.Protocols;
using EventSnn.Events.Batches;
using EventSnn.Events.Random;
using EventSnn.Events.Streams;

namespace EventSnn.Cameras.Tests.Faults;

public sealed class DatagramFaultTests : IAsyncDisposable
{
    private readonly EventBatchPool pool = new();
    private readonly CameraAddress address = CameraAddress.Parse($"caer-udp://127.0.0.1:{FreePort.Udp()}");
    private readonly LiveCamera camera;
    private readonly Receiver receiver;
    private readonly UdpClient socket = new();
    private readonly CaerEncoder encoder = new(isDatagram: true);

    public DatagramFaultTests()
    {
        camera = new LiveCamera(address.CreateSource(), pool: pool);
        receiver = new Receiver(camera);
    }

    public ValueTask DisposeAsync()
    {
        receiver.Dispose();
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Missing_late_and_doubled_numbers_are_shown_and_the_pipeline_goes_on()
    {
        await receiver.Until(() => camera.Counters.Connections > 0, "the camera to listen");
        byte[][] datagrams = [.. Enumerable.Range(0, 8).Select(i => Datagram(10, 1000 * (i + 1)))];
        await Send(datagrams[0], 10);
        await Send(datagrams[3], 20); // 1 and 2 are missing
        receiver.Notices[^1].Kind.ShouldBe(NoticeKind.SequenceFault);
        receiver.Notices[^1].Count.ShouldBe(2);
        await Send(datagrams[2], 30); // late, delivered
        await Send(datagrams[3], 30, NoticeKind.SequenceFault, 3); // doubled, not delivered
        await Send(datagrams[4], 40);
        LinkCounters arrived = camera.Counters.Arrived;
        arrived.ShouldBe(new LinkCounters(Events: 40, Datagrams: 5, Lost: 1, Late: 1, Duplicate: 1));
    }

    [Fact]
    public async Task Garbage_is_counted_and_shown_and_what_follows_arrives()
    {
        await receiver.Until(() => camera.Counters.Connections > 0, "the camera to listen");
        var random = new RandomStream(3);
        for (int i = 0; i < 200; i++)
        {
            byte[] garbage = new byte[random.NextInt32(600)];
            for (int k = 0; k < garbage.Length; k++)
            {
                garbage[k] = (byte)random.NextInt32(256);
            }

            if (i % 2 == 0 && garbage.Length > 20)
            {
                CaerHeader.Write(garbage, i); // the right header before garbage
            }

            await socket.SendAsync(garbage, address.ResolveEndpoint(), TestContext.Current.CancellationToken);
            if (i % 10 == 9)
            {
                await receiver.Until(() => camera.Counters.Arrived.Datagrams == i + 1, $"{i + 1} datagrams"); // a receiver that stands still has room for so many only
            }
        }

        await receiver.UntilNotice(NoticeKind.Damaged);
        await Send(Datagram(10, 1000), 10);
        await receiver.Until(() => camera.Counters.Arrived is var c && c.Datagrams == 201, "all datagrams");
        LinkCounters arrived = camera.Counters.Arrived;
        arrived.Events.ShouldBe(10);
        receiver.Notices.Where(n => n.Kind == NoticeKind.Damaged).Sum(n => n.Count).ShouldBe(arrived.Damaged);
        arrived.Damaged.ShouldBeGreaterThan(190);
    }

    [Fact]
    public async Task A_clock_reset_that_is_told_stands_before_the_events_behind_it()
    {
        await receiver.Until(() => camera.Counters.Connections > 0, "the camera to listen");
        await Send(Datagram(10, 5_000_000), 10);
        await Send(encoder.Reset(0).ToArray(), 10, NoticeKind.TimestampReset);
        await Send(Datagram(10, 100), 20);
        receiver.Order.ShouldBe(["events", "TimestampReset", "events"]);
        camera.Counters.TimestampResets.ShouldBe(1);
    }

    [Fact]
    public async Task A_clock_that_goes_back_without_a_word_is_shown_as_a_reset()
    {
        await receiver.Until(() => camera.Counters.Connections > 0, "the camera to listen");
        await Send(Datagram(10, 5_000_000), 10);
        await Send(Datagram(10, 4_990_000), 20); // 10 ms: a straggler, passes as it is
        await Send(Datagram(10, 100), 30);
        receiver.Order.ShouldBe(["events", "TimestampReset", "events"]);
        receiver.Notices[0].Count.ShouldBeGreaterThan(4_900_000);
    }

    [Fact]
    public async Task Events_outside_the_sensor_are_counted_and_not_delivered()
    {
        await receiver.Until(() => camera.Counters.Connections > 0, "the camera to listen");
        using EventBatch batch = pool.Rent();
        batch.Add(10, 127, 127, 1);
        batch.Add(11, 128, 0, 1);
        batch.Add(12, 0, 300, 0);
        await Send(encoder.Encode(batch, 0, out _).ToArray(), 1);
        camera.Counters.Arrived.ShouldBe(new LinkCounters(Events: 1, Skipped: 2, Datagrams: 1));
    }

    [Fact]
    public async Task A_port_that_another_program_has_is_told_and_tried_again()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        int port = FreePort.Udp();
        other.Bind(new IPEndPoint(IPAddress.Loopback, port));
        var options = new CameraOptions { FirstRetry = TimeSpan.FromMilliseconds(5), LongestRetry = TimeSpan.FromMilliseconds(20) };
        var blocked = new LiveCamera(CameraAddress.Parse($"es-udp://127.0.0.1:{port}").CreateSource(), options);
        using var waiting = new Receiver(blocked);
        await waiting.UntilNotice(NoticeKind.Disconnected);
        waiting.Notices[0].Detail.ShouldContain("Another program may have the port");
        other.Dispose();
        await waiting.UntilNotice(NoticeKind.Reconnected);
    }

    private byte[] Datagram(int events, long start)
    {
        using EventBatch batch = MadeEvents.Batch(pool, events, start, 1);
        return encoder.Encode(batch, 0, out _).ToArray();
    }

    private async Task Send(byte[] datagram, long eventsThen, NoticeKind? notice = null, int notices = 1)
    {
        await socket.SendAsync(datagram, address.ResolveEndpoint(), TestContext.Current.CancellationToken);
        await receiver.UntilEvents(eventsThen);
        if (notice is { } kind)
        {
            await receiver.UntilNotice(kind, notices);
        }
    }
}
