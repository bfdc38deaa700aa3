using System.Diagnostics;
using EventSnn.Events.Batches;
using EventSnn.Events.Streams;
using EventSnn.Streaming.Boundaries;
using EventSnn.Streaming.Sources;
using EventSnn.Streaming.Telemetry;

namespace EventSnn.Cameras.Contract;

/// <summary>
/// A camera as an endless stream: connects, reconnects with growing pauses, and shows every fault as an item in its place.
/// </summary>
/// <remarks>
/// A thread of its own receives; the subscriber is called on another thread, behind a bounded queue that never waits unless told
/// to. Disconnections, reconnections, clock resets, lost or doubled datagrams, damage and overflow are notices of the stream.
/// Unsubscribing stops both threads and closes the connection.
/// </remarks>
public sealed class LiveCamera
{
    private readonly ICameraSource source;
    private readonly CameraOptions options;
    private readonly EventBatchPool pool;
    private readonly StreamingMetrics metrics;
    private readonly TimeProvider time;
    private readonly ThreadBoundary boundary;
    private readonly Lock gate = new();
    private LinkCounters closed;
    private ICameraLink? open;
    private long connections;
    private long failures;
    private long resets;

    /// <summary>Prepares a camera; nothing happens until <see cref="Events"/> is subscribed to, by one subscriber at a time.</summary>
    /// <param name="source">What to connect to.</param>
    /// <param name="options">Queue and reconnection; null for the defaults.</param>
    /// <param name="time">The host's clock, for the pauses between attempts; null for the system's.</param>
    /// <param name="pool">Where batches come from; null for the process's.</param>
    /// <param name="metrics">Where events are counted; null for the process's.</param>
    public LiveCamera(
        ICameraSource source, CameraOptions? options = null, TimeProvider? time = null, EventBatchPool? pool = null, StreamingMetrics? metrics = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        this.source = source;
        this.options = options ?? new CameraOptions();
        this.options.Validate();
        this.time = time ?? TimeProvider.System;
        this.pool = pool ?? EventBatchPool.Shared;
        this.metrics = metrics ?? StreamingMetrics.Default;
        boundary = new ThreadBoundary(SourceThread.Run($"camera {source.Name}", Pump), this.options.Queue, metrics);
        Events = new EventStream<Endless>(source.Size, boundary);
    }

    /// <summary>The events and notices.</summary>
    public EventStream<Endless> Events { get; }

    /// <summary>What happened so far. Any thread.</summary>
    public CameraCounters Counters
    {
        get
        {
            lock (gate)
            {
                LinkCounters arrived = open is null ? closed : closed.Plus(open.Counters);
                return new CameraCounters(arrived, boundary.Counters, connections, failures, Interlocked.Read(ref resets));
            }
        }
    }

    private void Pump(IObserver<StreamItem> observer, CancellationToken stop)
    {
        var guard = new ClockGuard(options.ResetMicroseconds);
        TimeSpan pause = options.FirstRetry;
        bool outage = false;
        while (!stop.IsCancellationRequested)
        {
            string fault;
            try
            {
                using ICameraLink link = source.Connect(stop);
                using CancellationTokenRegistration closing = stop.Register(link.Dispose);
                Opened(link);
                if (outage)
                {
                    observer.OnNext(new StreamNotice(NoticeKind.Reconnected, null, 0, $"{source.Name} is connected again."));
                    guard.Reconnected();
                    outage = false;
                }

                pause = options.FirstRetry;
                try
                {
                    fault = Read(link, guard, observer, stop);
                }
                finally
                {
                    Closed(link);
                }
            }
            catch (CameraException e) when (!stop.IsCancellationRequested)
            {
                failures += outage ? 1 : 0;
                fault = e.Message;
            }

            if (stop.IsCancellationRequested)
            {
                return;
            }

            if (!source.CanReconnect)
            {
                observer.OnNext(new StreamNotice(NoticeKind.Disconnected, null, 0, fault));
                return;
            }

            if (!outage)
            {
                observer.OnNext(new StreamNotice(NoticeKind.Disconnected, null, 0, fault));
                outage = true;
            }

            Task.Delay(pause, time, stop).GetAwaiter().GetResult();
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, options.LongestRetry.Ticks));
        }
    }

    private string Read(ICameraLink link, ClockGuard guard, IObserver<StreamItem> observer, CancellationToken stop)
    {
        try
        {
            bool more = true;
            while (more && !stop.IsCancellationRequested)
            {
                using EventBatch batch = pool.Rent();
                more = link.Read(batch);
                batch.ReceivedAt = Stopwatch.GetTimestamp();
                while (link.TryTakeNotice(out StreamNotice? notice))
                {
                    if (notice.Kind == NoticeKind.TimestampReset)
                    {
                        Interlocked.Increment(ref resets);
                        guard.Forget();
                    }

                    observer.OnNext(notice);
                }

                if (batch.Count > 0)
                {
                    metrics.SourceEvents(batch.Count);
                    Deliver(batch, guard, observer);
                }
            }

            return $"{source.Name} has ended the connection.";
        }
        catch (CameraException e)
        {
            return e.Message;
        }
    }

    private void Deliver(EventBatch batch, ClockGuard guard, IObserver<StreamItem> observer)
    {
        int from = 0;
        while (true)
        {
            int end = guard.Find(batch.Timestamps, from, out long back);
            if (from == 0 && end == batch.Count)
            {
                observer.OnNext(batch);
                return;
            }

            if (end > from)
            {
                using EventBatch piece = pool.Rent();
                piece.Append(batch, from, end - from);
                piece.ReceivedAt = batch.ReceivedAt;
                observer.OnNext(piece);
            }

            if (end == batch.Count)
            {
                return;
            }

            Interlocked.Increment(ref resets);
            observer.OnNext(new StreamNotice(
                NoticeKind.TimestampReset, batch.Timestamps[end], back, $"The camera's clock went back by {back} us without telling: taken for a reset."));
            from = end;
        }
    }

    private void Opened(ICameraLink link)
    {
        lock (gate)
        {
            open = link;
            connections++;
        }
    }

    private void Closed(ICameraLink link)
    {
        lock (gate)
        {
            closed = closed.Plus(link.Counters);
            open = null;
        }
    }
}
