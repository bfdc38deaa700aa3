using System.Reactive.Linq;
using System.Reactive.Subjects;
using EventSnn.Events.Batches;
using EventSnn.Events.Streams;
using EventSnn.Streaming.Boundaries;
using EventSnn.TestKit;

namespace EventSnn.Streaming.Tests.Boundaries;

public sealed class ThreadBoundaryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Waiting_loses_nothing_and_keeps_the_order()
    {
        using var events = new PooledEvents();
        var source = new Subject<StreamItem>();
        var boundary = new ThreadBoundary(source, new BoundaryOptions { Capacity = 2 });
        var seen = new List<long>();
        var ended = new TaskCompletionSource();
        using IDisposable subscription = boundary.Subscribe(
            item => seen.Add(((EventBatch)item).Timestamps[0]), ended.SetException, ended.SetResult);
        for (int t = 0; t < 100; t++)
        {
            using EventBatch batch = events.Batch((t, 0, 0, 1));
            source.OnNext(batch);
        }

        source.OnCompleted();
        await ended.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        seen.ShouldBe(Enumerable.Range(0, 100).Select(t => (long)t));
        boundary.Counters.ShouldBe(new BoundaryCounters(100, 100, 0, 0));
    }

    [Theory]
    [InlineData(OverflowPolicy.DropOldest, new long[] { 0, 3, 4 })]
    [InlineData(OverflowPolicy.DropNewest, new long[] { 0, 1, 2 })]
    public async Task A_full_queue_drops_what_the_policy_says_counts_it_and_shows_it(OverflowPolicy policy, long[] expected)
    {
        using var events = new PooledEvents();
        var source = new Subject<StreamItem>();
        var boundary = new ThreadBoundary(source, new BoundaryOptions { Capacity = 2, Overflow = policy });
        var seen = new List<long>();
        var notices = new List<StreamNotice>();
        var firstArrived = new TaskCompletionSource();
        var goOn = new ManualResetEventSlim();
        var ended = new TaskCompletionSource();
        using IDisposable subscription = boundary.Subscribe(
            item =>
            {
                if (item is StreamNotice notice)
                {
                    notices.Add(notice);
                    return;
                }

                seen.Add(((EventBatch)item).Timestamps[0]);
                firstArrived.TrySetResult();
                goOn.Wait(Patience);
            },
            ended.SetException,
            ended.SetResult);
        Send(0);
        await firstArrived.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        for (int t = 1; t <= 4; t++)
        {
            Send(t);
        }

        goOn.Set();
        source.OnCompleted();
        await ended.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        seen.ShouldBe(expected);
        boundary.Counters.ShouldBe(new BoundaryCounters(10, 6, 4, 0), "two events a batch: in = out + dropped");
        StreamNotice lost = notices.ShouldHaveSingleItem();
        lost.Kind.ShouldBe(NoticeKind.Overflow);
        lost.Count.ShouldBe(4);

        void Send(int t)
        {
            using EventBatch batch = events.Batch((t, 0, 0, 1), (t, 1, 1, 0));
            source.OnNext(batch);
        }
    }

    [Fact]
    public async Task A_notice_is_never_dropped()
    {
        var source = new Subject<StreamItem>();
        var boundary = new ThreadBoundary(source, new BoundaryOptions { Capacity = 1, Overflow = OverflowPolicy.DropOldest });
        var details = new List<string>();
        var firstArrived = new TaskCompletionSource();
        var goOn = new ManualResetEventSlim();
        var ended = new TaskCompletionSource();
        using IDisposable subscription = boundary.Subscribe(
            item =>
            {
                details.Add(((StreamNotice)item).Detail);
                firstArrived.TrySetResult();
                goOn.Wait(Patience);
            },
            ended.SetException,
            ended.SetResult);
        source.OnNext(new StreamNotice(NoticeKind.TimestampReset, 0, 0, "first"));
        await firstArrived.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        source.OnNext(new StreamNotice(NoticeKind.TimestampReset, 1, 0, "second"));
        source.OnNext(new StreamNotice(NoticeKind.TimestampReset, 2, 0, "third"));
        goOn.Set();
        source.OnCompleted();
        await ended.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        details.ShouldBe(["first", "second", "third"]);
    }

    [Fact]
    public async Task A_failure_of_the_source_reaches_the_consumer_behind_what_came_before_it()
    {
        using var events = new PooledEvents();
        var source = new Subject<StreamItem>();
        var boundary = new ThreadBoundary(source, new BoundaryOptions());
        int count = 0;
        var failed = new TaskCompletionSource<Exception>();
        using IDisposable subscription = boundary.Subscribe(_ => count++, failed.SetResult, () => { });
        using (EventBatch batch = events.Batch((0, 0, 0, 1)))
        {
            source.OnNext(batch);
        }

        source.OnError(new IOException("unplugged"));
        (await failed.Task.WaitAsync(Patience, TestContext.Current.CancellationToken)).Message.ShouldBe("unplugged");
        count.ShouldBe(1);
    }

    [Fact]
    public async Task A_consumer_that_leaves_frees_the_producer_and_every_queued_batch()
    {
        using var events = new PooledEvents();
        var source = new Subject<StreamItem>();
        var boundary = new ThreadBoundary(source, new BoundaryOptions { Capacity = 1 });
        var firstArrived = new TaskCompletionSource();
        var goOn = new ManualResetEventSlim();
        IDisposable subscription = boundary.Subscribe(_ =>
        {
            firstArrived.TrySetResult();
            goOn.Wait(Patience);
        });
        Task producer = Task.Run(() =>
        {
            for (int t = 0; t < 10; t++)
            {
                using EventBatch batch = events.Batch((t, 0, 0, 1));
                source.OnNext(batch);
            }
        }, TestContext.Current.CancellationToken);
        await firstArrived.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        subscription.Dispose();
        goOn.Set();
        await producer.WaitAsync(Patience, TestContext.Current.CancellationToken);
        SpinWait.SpinUntil(() => events.Pool.Outstanding == 0, Patience).ShouldBeTrue("every queued batch goes back to its pool");
        BoundaryCounters c = boundary.Counters;
        c.In.ShouldBe(c.Out + c.Dropped + c.Abandoned);
    }
}
