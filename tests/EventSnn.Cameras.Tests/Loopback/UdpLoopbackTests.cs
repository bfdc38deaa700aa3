using System.Reactive.Linq;
using EventSnn.Cameras.Contract;
using EventSnn.Cameras.Protocols;
using EventSnn.Cameras.Senders;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;

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
