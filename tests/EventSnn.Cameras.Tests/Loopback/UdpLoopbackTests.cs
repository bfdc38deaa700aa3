using System.Reactive.Linq;
using EventSnn.Cameras.Contract;
using EventSnn.Cameras.Protocols;
using EventSnn.Cameras.Senders;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Streaming.Boundaries;

namespace EventSnn.Cameras.Tests.Loopback;

public sealed class UdpLoopbackTests
{
    public static TheoryData<string> UdpAddresses => new(
        "caer-udp://127.0.0.1:{0}", "jaer-udp://127.0.0.1:{0}", "jaer-udp://127.0.0.1:{0}?sequence=off", "jaer-udp://127.0.0.1:{0}?size=346x260&chip=davis",
        "spif-udp://127.0.0.1:{0}", "es-udp://127.0.0.1:{0}");

    [Theory]
    [MemberData(nameof(UdpAddresses))]
    public async Task What_is_sent_at_a_pace_that_the_receiver_follows_arrives_identical(string format)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        var pool = new EventBatchPool();
        CameraAddress address = CameraAddress.Parse(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, FreePort.Udp()), MadeEvents.Size);
        var camera = new LiveCamera(address.CreateSource(), pool: pool);
        using var receiver = new Receiver(camera);
        await receiver.Until(() => camera.Counters.Connections > 0, "the camera to listen");
        using var sender = new UdpEventSender(address.ResolveEndpoint(), CameraProtocols.Find(address.Scheme)!.CreateEncoder(address));
        const int Batches = 40;
        const int Count = 1000;
        for (int b = 0; b < Batches; b++)
        {
            using EventBatch batch = MadeEvents.Batch(pool, Count, 1000 + (b * Count * 20L), (ulong)b);
            await sender.RunAsync(Observable.Return(batch), cancel);
            await receiver.UntilEvents((b + 1) * Count);
        }

        receiver.Digest().ShouldBe(MadeEvents.Digest(MadeEvents.Stream(pool, Batches, Count)));
        receiver.Notices.ShouldBeEmpty();
        LinkCounters arrived = camera.Counters.Arrived;
        arrived.Events.ShouldBe(sender.Events);
        arrived.Datagrams.ShouldBe(sender.Datagrams);
        (arrived.Lost + arrived.Late + arrived.Duplicate + arrived.Damaged + arrived.Skipped).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(UdpAddresses))]
    public async Task At_full_speed_every_datagram_has_arrived_or_is_counted_as_dropped(string format)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells what it dropped");
        (CameraCounters counters, UdpEventSender sender, long events) = await SendAtOnce(format, batches: 100, stalled: false);
        LinkCounters arrived = counters.Arrived;
        (arrived.Damaged + arrived.Duplicate + arrived.Late + arrived.Skipped).ShouldBe(0);
        arrived.Events.ShouldBe(events);
        sender.Events.ShouldBe(100 * 4000);
        (sender.Events - arrived.Events).ShouldBeInRange(arrived.KernelDrops, arrived.KernelDrops * 4000, "an event is lost with its datagram only");
    }

    [Theory]
    [InlineData("caer-udp://127.0.0.1:{0}", true)]
    [InlineData("es-udp://127.0.0.1:{0}", false)]
    public async Task A_receiver_that_does_not_take_anything_loses_datagrams_and_knows_how_many(string format, bool numbered)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells what it dropped");
        (CameraCounters counters, UdpEventSender sender, long events) = await SendAtOnce(format, batches: 1000, stalled: true);
        counters.Arrived.KernelDrops.ShouldBeGreaterThan(0, "a million events do not fit any receive buffer");
        events.ShouldBe(counters.Arrived.Events);
        events.ShouldBeLessThan(sender.Events);
        counters.Arrived.Lost.ShouldBeLessThanOrEqualTo(numbered ? counters.Arrived.KernelDrops : 0, "numbers cannot tell of what is missing at the end");
    }

    /// <summary>Sends batches of 4000 events as fast as it goes, and waits until every datagram is accounted for.</summary>
    private static async Task<(CameraCounters Counters, UdpEventSender Sender, long Events)> SendAtOnce(string format, int batches, bool stalled)
    {
        var pool = new EventBatchPool();
        CameraAddress address = CameraAddress.Parse(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, FreePort.Udp()), MadeEvents.Size);
        var camera = new LiveCamera(address.CreateSource(), new CameraOptions { Queue = new BoundaryOptions { Capacity = 2, Overflow = OverflowPolicy.Wait } }, pool: pool);
        using var receiver = new Receiver(camera, stalled);
        await receiver.Until(() => camera.Counters.Connections > 0, "the camera to listen");
        using var sender = new UdpEventSender(address.ResolveEndpoint(), CameraProtocols.Find(address.Scheme)!.CreateEncoder(address));
        using EventBatch batch = MadeEvents.Batch(pool, 4000, 1000, 1);
        await sender.RunAsync(Enumerable.Repeat((StreamItem)batch, batches).ToObservable(), TestContext.Current.CancellationToken);
        receiver.GoOn();
        await receiver.Until(() => camera.Counters.Arrived is var a && a.Datagrams + a.KernelDrops >= sender.Datagrams && camera.Counters.Queue.Pending == 0, "every datagram");
        (camera.Counters.Arrived.Datagrams + camera.Counters.Arrived.KernelDrops).ShouldBe(sender.Datagrams);
        await receiver.UntilEvents(camera.Counters.Arrived.Events);
        return (camera.Counters, sender, receiver.Events);
    }

    [Fact]
    public async Task Spif_events_without_a_time_get_the_time_of_their_arrival()
    {
        CameraAddress address = CameraAddress.Parse($"spif-udp://127.0.0.1:{FreePort.Udp()}", new SensorSize(10, 10));
        var camera = new LiveCamera(address.CreateSource());
        using var receiver = new Receiver(camera);
        await receiver.Until(() => camera.Counters.Connections > 0, "the camera to listen");
        using var socket = new System.Net.Sockets.UdpClient();
        await socket.SendAsync(new byte[] { 0x07, 0x80, 0x03, 0x80, 0x02, 0x00, 0x09, 0x80 }, address.ResolveEndpoint(), TestContext.Current.CancellationToken);
        await receiver.UntilEvents(2);
        camera.Counters.Arrived.Skipped.ShouldBe(0);
    }
}
