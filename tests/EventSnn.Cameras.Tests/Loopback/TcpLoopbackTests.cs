using System.Net;
using EventSnn.Cameras.Contract;
using EventSnn.Cameras.Protocols;
using EventSnn.Cameras.Senders;
using EventSnn.Events.Batches;
using EventSnn.Events.Streams;
using EventSnn.Streaming.Boundaries;

namespace EventSnn.Cameras.Tests.Loopback;

public sealed class TcpLoopbackTests
{
    /// <summary>Loses nothing, and does not come back within a test, since the server would begin again.</summary>
    private static readonly CameraOptions Lossless = new()
    {
        Queue = new BoundaryOptions { Capacity = 16, Overflow = OverflowPolicy.Wait }, FirstRetry = TimeSpan.FromHours(1), LongestRetry = TimeSpan.FromHours(1),
    };

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    public static TheoryData<string> TcpProtocols => [.. CameraProtocols.All.Where(p => !p.IsDatagram).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(TcpProtocols))]
    public async Task What_a_server_sends_arrives_identical(string name)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        var pool = new EventBatchPool();
        IObservable<StreamItem> items = MadeEvents.Stream(pool, batches: 20, count: 10_000);
        using TcpEventServer server = Serve(name, items, out CameraAddress address);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task serving = server.RunAsync(stop.Token);
        var camera = new LiveCamera(address.CreateSource(), Lossless, pool: pool);
        using (var receiver = new Receiver(camera))
        {
            await receiver.UntilEvents(200_000);
            await receiver.UntilNotice(NoticeKind.Disconnected); // the recording has ended
            receiver.Digest().ShouldBe(MadeEvents.Digest(items));
            receiver.Order[0].ShouldBe("events");
        }

        camera.Counters.Arrived.Events.ShouldBe(200_000);
        camera.Counters.Arrived.Skipped.ShouldBe(0);
        await stop.CancelAsync();
        await serving.WaitAsync(Limit, cancel);
    }

    [Fact]
    public async Task A_few_events_arrive_without_waiting_for_a_full_batch()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        var pool = new EventBatchPool();
        using var events = new System.Reactive.Subjects.Subject<StreamItem>();
        using TcpEventServer server = Serve("caer-tcp", events, out CameraAddress address);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task serving = server.RunAsync(stop.Token);
        using var receiver = new Receiver(new LiveCamera(address.CreateSource(), Lossless, pool: pool));
        await receiver.Until(() => server.Clients == 1 && events.HasObservers, "a client");
        for (int i = 1; i <= 5; i++)
        {
            using EventBatch batch = MadeEvents.Batch(pool, 3, i * 1000, 1);
            events.OnNext(batch);
            await receiver.UntilEvents(3 * i);
        }

        await stop.CancelAsync();
        await serving.WaitAsync(Limit, cancel);
    }

    [Fact]
    public async Task A_reader_that_stalls_loses_the_oldest_and_every_event_is_accounted_for()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        var pool = new EventBatchPool();
        const int Total = 500_000;
        IObservable<StreamItem> items = MadeEvents.Stream(pool, batches: 50, count: 10_000);
        using TcpEventServer server = Serve("caer-tcp", items, out CameraAddress address);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task serving = server.RunAsync(stop.Token, once: true);
        var options = new CameraOptions { Queue = new BoundaryOptions { Capacity = 4, Overflow = OverflowPolicy.DropOldest } };
        var camera = new LiveCamera(address.CreateSource(), options, pool: pool);
        using var receiver = new Receiver(camera, stalled: true);
        await serving.WaitAsync(Limit, cancel);
        receiver.GoOn();
        await receiver.Until(() => camera.Counters is var c && c.Arrived.Events == Total && c.Queue.Pending == 0 && receiver.Events == c.Queue.Out, "all events accounted for");
        BoundaryCounters queue = camera.Counters.Queue;
        queue.In.ShouldBe(Total);
        queue.Dropped.ShouldBeGreaterThan(0);
        (queue.Out + queue.Dropped).ShouldBe(Total);
        await receiver.Until(() => receiver.Notices.Where(n => n.Kind == NoticeKind.Overflow).Sum(n => n.Count) == queue.Dropped, "notices that sum up to all drops");
    }

    private static TcpEventServer Serve(string protocol, IObservable<StreamItem> items, out CameraAddress address)
    {
        CameraAddress prototype = CameraAddress.Parse($"{protocol}://127.0.0.1", MadeEvents.Size);
        var server = new TcpEventServer(new IPEndPoint(IPAddress.Loopback, 0), () => CameraProtocols.Find(protocol)!.CreateEncoder(prototype), items);
        address = prototype with { Port = server.Endpoint.Port };
        return server;
    }
}
