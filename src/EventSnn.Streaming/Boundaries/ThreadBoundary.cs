using System.Collections.Concurrent;
using System.Reactive.Disposables;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using EventSnn.Events.Batches;
using EventSnn.Events.Streams;
using EventSnn.Streaming.Faults;
using EventSnn.Streaming.Telemetry;

namespace EventSnn.Streaming.Boundaries;

/// <summary>
/// Hands items from the thread that produces them to a thread that consumes them, through a bounded channel with a named
/// overflow policy. Drops are counted and shown to the consumer as an <see cref="NoticeKind.Overflow"/> notice in the place
/// where the lost events would have been. Notices themselves are never dropped. What the consumer throws ends the passage and
/// then the process, as on every thread of Rx; what the source throws is the consumer's <c>onError</c>.
/// </summary>
public sealed class ThreadBoundary : IObservable<StreamItem>
{
    private readonly IObservable<StreamItem> source;
    private readonly BoundaryOptions options;
    private readonly StreamingMetrics metrics;
    private long eventsIn;
    private long eventsOut;
    private long dropped;
    private long abandoned;

    /// <summary>Creates a boundary behind a source. Counters add up over all its subscriptions.</summary>
    /// <param name="source">What to hand over.</param>
    /// <param name="options">Capacity and policy.</param>
    /// <param name="metrics">Where drops are counted; null for the process's.</param>
    public ThreadBoundary(IObservable<StreamItem> source, BoundaryOptions options, StreamingMetrics? metrics = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Capacity, 1, nameof(options));
        this.source = source;
        this.options = options;
        this.metrics = metrics ?? StreamingMetrics.Default;
    }

    /// <summary>What passed so far.</summary>
    public BoundaryCounters Counters => new(
        Interlocked.Read(ref eventsIn), Interlocked.Read(ref eventsOut), Interlocked.Read(ref dropped), Interlocked.Read(ref abandoned));

    /// <inheritdoc/>
    public IDisposable Subscribe(IObserver<StreamItem> observer)
    {
        var passage = new Passage(this, observer);
        return passage.Start();
    }

    private static long EventsOf(StreamItem item) => item is EventBatch batch ? batch.Count : 0;

    private sealed class Passage : IObserver<StreamItem>, IDisposable
    {
        private readonly ThreadBoundary owner;
        private readonly Downstream observer;
        private readonly Channel<StreamItem> channel;
        private readonly ConcurrentQueue<StreamNotice> rescued = new();
        private readonly CancellationTokenSource stop = new();
        private readonly SingleAssignmentDisposable upstream = new();
        private long unreported;

        public Passage(ThreadBoundary owner, IObserver<StreamItem> observer)
        {
            this.owner = owner;
            this.observer = new Downstream(observer);
            var channelOptions = new BoundedChannelOptions(owner.options.Capacity)
            {
                SingleReader = true,
                SingleWriter = true,
                FullMode = owner.options.Overflow switch
                {
                    OverflowPolicy.DropOldest => BoundedChannelFullMode.DropOldest,
                    OverflowPolicy.DropNewest => BoundedChannelFullMode.DropWrite,
                    _ => BoundedChannelFullMode.Wait,
                },
            };
            channel = Channel.CreateBounded<StreamItem>(channelOptions, Dropped);
        }

        public Passage Start()
        {
            // The consumer starts first, so that a source that pumps inside Subscribe cannot wait for it for ever.
            Task consumer = Task.Run(ConsumeAsync);
            _ = consumer.ContinueWith(Ended, TaskScheduler.Default);
            upstream.Disposable = owner.source.Subscribe(this);
            return this;
        }

        public void Dispose()
        {
            stop.Cancel(); // not disposed: the producer may still wait on its token
            upstream.Dispose();
        }

        public void OnNext(StreamItem value)
        {
            Interlocked.Add(ref owner.eventsIn, EventsOf(value));
            (value as Events.Pooling.PooledItem)?.Retain();
            try
            {
                while (!channel.Writer.TryWrite(value))
                {
                    if (!channel.Writer.WaitToWriteAsync(stop.Token).AsTask().GetAwaiter().GetResult())
                    {
                        Abandon(value);
                        return;
                    }
                }
            }
            catch (OperationCanceledException)
            {
                Abandon(value);
            }
        }

        public void OnError(Exception error) => channel.Writer.TryComplete(error);

        public void OnCompleted() => channel.Writer.TryComplete();

        private async Task ConsumeAsync()
        {
            try
            {
                while (await channel.Reader.WaitToReadAsync(stop.Token))
                {
                    while (!stop.IsCancellationRequested && channel.Reader.TryRead(out StreamItem? item))
                    {
                        ReportDrops();
                        Deliver(item);
                    }
                }

                ReportDrops();
                observer.OnCompleted();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The consumer left: nobody to tell.
            }
            catch (Exception e) when (!observer.Failed)
            {
                observer.OnError(e);
            }
            finally
            {
                channel.Writer.TryComplete();
                while (channel.Reader.TryRead(out StreamItem? item))
                {
                    Abandon(item);
                }
            }
        }

        /// <summary>What the consumer threw is nobody's to handle: it is thrown on a thread where it is seen, as on every thread of Rx.</summary>
        private void Ended(Task consumer)
        {
            upstream.Dispose();
            if (consumer.Exception is { InnerException: { } error })
            {
                ThreadPool.UnsafeQueueUserWorkItem(ExceptionDispatchInfo.Throw, error, preferLocal: false);
            }
        }

        private void Deliver(StreamItem item)
        {
            Interlocked.Add(ref owner.eventsOut, EventsOf(item));
            try
            {
                observer.OnNext(item);
            }
            finally
            {
                (item as IDisposable)?.Dispose();
            }
        }

        private void ReportDrops()
        {
            while (rescued.TryDequeue(out StreamNotice? notice))
            {
                observer.OnNext(notice);
            }

            long lost = Interlocked.Exchange(ref unreported, 0);
            if (lost > 0)
            {
                observer.OnNext(new StreamNotice(
                    NoticeKind.Overflow, null, lost,
                    $"{lost} events were dropped: the queue of {owner.options.Capacity} batches was full ({owner.options.Overflow})."));
            }
        }

        private void Dropped(StreamItem item)
        {
            if (item is StreamNotice notice)
            {
                rescued.Enqueue(notice);
                return;
            }

            long events = EventsOf(item);
            Interlocked.Add(ref owner.dropped, events);
            Interlocked.Add(ref unreported, events);
            owner.metrics.DroppedEvents(events, "overflow");
            (item as IDisposable)?.Dispose();
        }

        private void Abandon(StreamItem item)
        {
            Interlocked.Add(ref owner.abandoned, EventsOf(item));
            (item as IDisposable)?.Dispose();
        }
    }
}
