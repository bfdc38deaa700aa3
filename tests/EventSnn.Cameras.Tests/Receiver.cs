using System.Diagnostics;
using EventSnn.Cameras.Contract;
using EventSnn.Events.Batches;
using EventSnn.Events.Streams;
using EventSnn.Recordings.Digest;

namespace EventSnn.Cameras.Tests;

/// <summary>Subscribes to a camera and lets a test wait, with a limit, for what it expects.</summary>
internal sealed class Receiver : IObserver<StreamItem>, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);
    private readonly ContentDigest digest = new();
    private readonly List<StreamNotice> notices = [];
    private readonly List<string> order = [];
    private readonly Lock gate = new();
    private readonly SemaphoreSlim something = new(0);
    private readonly ManualResetEventSlim open;
    private readonly IDisposable subscription;
    private long events;
    private Exception? error;

    /// <param name="camera">What to subscribe to.</param>
    /// <param name="stalled">Takes nothing before <see cref="GoOn"/>, as a slow network would.</param>
    public Receiver(LiveCamera camera, bool stalled = false)
    {
        open = new ManualResetEventSlim(initialState: !stalled);
        subscription = camera.Events.Items.Subscribe(this);
    }

    public long Events => Interlocked.Read(ref events);

    public StreamNotice[] Notices
    {
        get
        {
            lock (gate)
            {
                return [.. notices];
            }
        }
    }

    /// <summary>Kinds of notices and "events", neighbours of one kind taken together, as they came.</summary>
    public string[] Order
    {
        get
        {
            lock (gate)
            {
                return [.. order];
            }
        }
    }

    public string Digest() => digest.Finish();

    public void GoOn() => open.Set();

    public Task UntilEvents(long count) => Until(() => Events >= count, $"{count} events");

    public Task UntilNotice(NoticeKind kind, int count = 1) => Until(() => Notices.Count(n => n.Kind == kind) >= count, $"{count} notices of {kind}");

    /// <summary>Looks at every item, and now and then besides, since a camera's counters change without one.</summary>
    public async Task Until(Func<bool> condition, string what)
    {
        long began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(began) > Limit)
            {
                throw new TimeoutException($"Waited {Limit} for {what}; there are {Events} events and {string.Join(" | ", Notices.Select(n => n.ToString()))} {error}");
            }

            await something.WaitAsync(LookAgain);
        }
    }

    public void OnNext(StreamItem value)
    {
        open.Wait();
        lock (gate)
        {
            string what = "events";
            if (value is EventBatch batch)
            {
                digest.Add(batch);
                Interlocked.Add(ref events, batch.Count);
            }
            else if (value is StreamNotice notice)
            {
                notices.Add(notice);
                what = notice.Kind.ToString();
            }

            if (order.Count == 0 || order[^1] != what)
            {
                order.Add(what);
            }
        }

        something.Release();
    }

    public void OnError(Exception failure)
    {
        error = failure;
        something.Release();
    }

    public void OnCompleted() => something.Release();

    public void Dispose()
    {
        open.Set();
        subscription.Dispose();
    }
}
