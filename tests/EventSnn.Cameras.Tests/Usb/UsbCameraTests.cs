using System.Reactive.Linq;
using EventSnn.Cameras.Contract;
using EventSnn.Cameras.Protocols;
using EventSnn.Cameras.Usb;
using EventSnn.Events.Batches;
using EventSnn.Events.Streams;

namespace EventSnn.Cameras.Tests.Usb;

public sealed class UsbCameraTests : IClassFixture<UsbDouble>, IDisposable
{
    private const int Dvs128 = 0;
    private const int Davis = 4;
    private static readonly CameraOptions Quick = new() { FirstRetry = TimeSpan.FromMilliseconds(5), LongestRetry = TimeSpan.FromMilliseconds(40) };
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private readonly UsbDouble usb;
    private readonly EventBatchPool pool = new();

    public UsbCameraTests(UsbDouble usb)
    {
        this.usb = usb;
        usb.SkipUnlessThere();
        usb.Plug(Dvs128, 128, 128);
    }

    /// <summary>The camera of one test is closed before the next one plugs in its own.</summary>
    public void Dispose()
    {
        usb.Unplug();
        SpinWait.SpinUntil(() => !usb.IsOpen, Limit).ShouldBeTrue("the camera stays open");
    }

    [Fact]
    public async Task What_the_camera_sends_arrives()
    {
        var camera = new LiveCamera(usb.Source("dvs128"), Quick, pool: pool);
        using var receiver = new Receiver(camera);
        await UntilOpen();
        using EventBatch first = MadeEvents.Batch(pool, 3000, 1000, 1);
        using EventBatch second = MadeEvents.Batch(pool, 2000, (1L << 31) + 5, 2); // behind a wrap of the 31-bit clock
        usb.Push(first);
        usb.Push(second);
        await receiver.UntilEvents(5000);
        string expected = MadeEvents.Digest(Observable.Create<StreamItem>(o =>
        {
            o.OnNext(first);
            o.OnNext(second);
            o.OnCompleted();
            return () => { };
        }));
        receiver.Digest().ShouldBe(expected);
        camera.Counters.Queue.In.ShouldBe(5000);
    }

    [Fact]
    public void A_container_larger_than_a_batch_is_read_in_pieces()
    {
        using ICameraLink link = usb.Source("dvs128").Connect(CancellationToken.None);
        var small = new EventBatchPool(100);
        using EventBatch events = MadeEvents.Batch(pool, 250, 0, 3);
        usb.Push(events);
        using EventBatch batch = small.Rent();
        int[] counts = [.. Enumerable.Range(0, 3).Select(_ => { link.Read(batch).ShouldBeTrue(); return batch.Count; })];
        counts.Sum().ShouldBe(250);
        counts[0].ShouldBe(batch.Capacity);
    }

    [Fact]
    public async Task A_clock_reset_is_an_item_before_the_events_behind_it()
    {
        using var receiver = new Receiver(new LiveCamera(usb.Source("dvs128"), Quick, pool: pool));
        await UntilOpen();
        using EventBatch before = MadeEvents.Batch(pool, 10, 5_000_000, 1);
        using EventBatch after = MadeEvents.Batch(pool, 10, 0, 1);
        usb.Push(before);
        usb.PushReset(0);
        usb.Push(after);
        await receiver.UntilEvents(20);
        receiver.Order.ShouldBe(["events", "TimestampReset", "events"]);
    }

    [Fact]
    public async Task A_camera_that_is_unplugged_is_missed_and_one_that_is_plugged_in_again_is_found()
    {
        var camera = new LiveCamera(usb.Source("dvs128"), Quick, pool: pool);
        using var receiver = new Receiver(camera);
        await UntilOpen();
        using EventBatch events = MadeEvents.Batch(pool, 10, 5_000_000, 1);
        usb.Push(events);
        await receiver.UntilEvents(10);
        usb.Unplug();
        await receiver.UntilNotice(NoticeKind.Disconnected);
        receiver.Notices[^1].Detail.ShouldContain("gone");
        usb.Plug(Dvs128, 128, 128);
        await receiver.UntilNotice(NoticeKind.Reconnected);
        using EventBatch again = MadeEvents.Batch(pool, 10, 100, 1);
        usb.Push(again);
        await receiver.UntilEvents(20);
        receiver.Order.ShouldBe(["events", "Disconnected", "Reconnected", "TimestampReset", "events"]);
        camera.Counters.Connections.ShouldBe(2);
    }

    [Fact]
    public void What_the_library_drops_because_nobody_reads_is_an_overflow()
    {
        using ICameraLink link = usb.Source("dvs128").Connect(CancellationToken.None);
        using EventBatch events = MadeEvents.Batch(pool, 10, 0, 3);
        for (int i = 0; i < 70; i++)
        {
            usb.Push(events);
        }

        using EventBatch batch = pool.Rent();
        link.Read(batch).ShouldBeTrue();
        link.TryTakeNotice(out StreamNotice? notice).ShouldBeTrue();
        notice!.Kind.ShouldBe(NoticeKind.Overflow);
        notice.Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_stalled_camera_can_be_closed()
    {
        ICameraLink link = usb.Source("dvs128").Connect(CancellationToken.None);
        using EventBatch batch = pool.Rent();
        Task<bool> read = Task.Run(() => link.Read(batch), TestContext.Current.CancellationToken);
        await Task.Run(link.Dispose, TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
        (await read.WaitAsync(Limit, TestContext.Current.CancellationToken)).ShouldBeFalse();
        usb.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void Invalid_events_and_events_outside_the_sensor_are_counted()
    {
        using ICameraLink link = usb.Source("dvs128").Connect(CancellationToken.None);
        usb.Push(-1, [1, 2, 3, 4], [5, -6, 130, 7], [5, 5, 5, 7], [0, 1, 1, 1]);
        using EventBatch batch = pool.Rent();
        link.Read(batch).ShouldBeTrue();
        batch.Timestamps.ToArray().ShouldBe([1, 4]);
        link.Counters.ShouldBe(new LinkCounters(Events: 2, Skipped: 2));
    }

    [Fact]
    public void Another_sensor_than_the_address_says_is_told_with_the_right_address()
    {
        usb.Plug(Davis, 346, 260);
        CameraException fault = Should.Throw<CameraException>(() => usb.Source("davis240").Connect(CancellationToken.None));
        fault.Message.ShouldContain("346x260");
        fault.Message.ShouldContain("usb:davis346");
        usb.IsOpen.ShouldBeFalse();
        using ICameraLink link = usb.Source("davis346").Connect(CancellationToken.None);
        usb.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public void A_camera_that_is_not_there_or_will_not_start_is_told_with_what_the_library_said()
    {
        Should.Throw<CameraException>(() => usb.Source("dvs128", "OTHER").Connect(CancellationToken.None)).Message.ShouldContain("Failed to open device");
        usb.Refuse();
        Should.Throw<CameraException>(() => usb.Source("dvs128").Connect(CancellationToken.None)).Message.ShouldContain("Unplug");
        usb.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void Without_the_library_the_way_to_it_is_told()
    {
        CameraException fault = Should.Throw<CameraException>(() => CaerLibrary.Load("usb:dvs128", "/nowhere/libcaer.so"));
        fault.Message.ShouldContain("/nowhere/libcaer.so");
        fault.Message.ShouldContain(CaerLibrary.PathVariable);
    }

    [Fact]
    public void An_address_names_a_model_and_a_serial_number()
    {
        CameraAddress address = CameraAddress.Parse("usb:davis346?serial=00000123");
        address.Size.ShouldBe(new(346, 260));
        address.Serial.ShouldBe("00000123");
        CameraAddress.IsOne("usb:dvs128").ShouldBeTrue();
        Should.Throw<CameraException>(() => CameraAddress.Parse("usb:webcam")).Message.ShouldContain("dvxplorer");
    }

    private async Task UntilOpen()
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!usb.IsOpen)
        {
            await Task.Yield();
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
