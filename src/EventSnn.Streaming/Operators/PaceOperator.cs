using System.Diagnostics;
using System.Reactive.Linq;
using EventSnn.Events.Batches;
using EventSnn.Events.Streams;
using EventSnn.Streaming.Telemetry;

namespace EventSnn.Streaming.Operators;

/// <summary>Replays a recording at the speed at which it was recorded.</summary>
public static class PaceOperator
{
    /// <summary>The longest event time that one paced batch covers, in microseconds.</summary>
    public const long SliceMicroseconds = 5_000;

    /// <summary>A jump in time, forwards or backwards, of more than this many microseconds is not waited for; pacing begins anew behind it.</summary>
    public const long MaximumJumpMicroseconds = 60_000_000;

    /// <summary>
    /// Holds every batch back until host time has come as far as its event time; batches are cut into slices of at most
    /// <see cref="SliceMicroseconds"/>. Never skips: where the consumer is slower, it lags, and the lag is measured.
    /// </summary>
    /// <param name="stream">Raw events of a recording.</param>
    /// <param name="speed">Event seconds per host second, above 0; 1 is real time.</param>
    /// <param name="time">The host's clock; null for the system's.</param>
    /// <param name="pool">Where slices come from; null for the process's.</param>
    /// <param name="metrics">Where the lag is measured; null for the process's.</param>
    /// <returns>The same events, at that speed.</returns>
    /// <typeparam name="TLength">Finite or endless; unchanged.</typeparam>
    public static EventStream<TLength> Pace<TLength>(
        this EventStream<TLength> stream, double speed, TimeProvider? time = null, EventBatchPool? pool = null, StreamingMetrics? metrics = null)
        where TLength : IStreamLength
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!(speed > 0 && double.IsFinite(speed)))
        {
            throw new ArgumentOutOfRangeException(nameof(speed), speed, "The speed must be above 0.");
        }

        TimeProvider clock = time ?? TimeProvider.System;
        EventBatchPool slices = pool ?? EventBatchPool.Shared;
        StreamingMetrics meter = metrics ?? StreamingMetrics.Default;
        IObservable<StreamItem> items = Observable.Create<StreamItem>(observer =>
        {
            var stop = new CancellationTokenSource();
            long? origin = null;
            long hostStart = 0;
            long last = 0;
            IDisposable subscription = stream.Items.Subscribe(
                item =>
                {
                    if (item is not EventBatch batch)
                    {
                        if (item is StreamNotice { Kind: NoticeKind.TimestampReset })
                        {
                            origin = null;
                        }

                        observer.OnNext(item);
                        return;
                    }

                    for (int start = 0; start < batch.Count && !stop.IsCancellationRequested;)
                    {
                        long first = batch.Timestamps[start];
                        int end = start + 1;
                        while (end < batch.Count && (ulong)(batch.Timestamps[end] - first) < SliceMicroseconds && end - start < slices.Capacity)
                        {
                            end++;
                        }

                        // Unsigned, since two int64 times can lie further apart than int64 can say.
                        if (origin is null || (ulong)(first - last + MaximumJumpMicroseconds) > 2 * MaximumJumpMicroseconds)
                        {
                            origin = first;
                            hostStart = clock.GetTimestamp();
                        }

                        last = batch.Timestamps[end - 1];
                        Wait(last - origin.Value);
                        using EventBatch slice = slices.Rent();
                        slice.Append(batch, start, end - start);
                        slice.ReceivedAt = Stopwatch.GetTimestamp(); // a camera would have delivered it now
                        observer.OnNext(slice);
                        start = end;
                    }
                },
                observer.OnError,
                observer.OnCompleted);
            return () =>
            {
                stop.Cancel();
                subscription.Dispose();
            };

            void Wait(long eventMicroseconds)
            {
                TimeSpan due = TimeSpan.FromMicroseconds(eventMicroseconds / speed);
                TimeSpan ahead = due - clock.GetElapsedTime(hostStart);
                meter.Lag(ahead < TimeSpan.Zero ? -ahead : TimeSpan.Zero);
                if (ahead > TimeSpan.Zero)
                {
                    try
                    {
                        Task.Delay(ahead, clock, stop.Token).GetAwaiter().GetResult();
                    }
                    catch (OperationCanceledException)
                    {
                        // The subscriber left while we waited; the loop ends at its next check.
                    }
                }
            }
        });
        return new EventStream<TLength>(stream.Size, items);
    }
}
