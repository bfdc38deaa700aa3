using System.Diagnostics;
using EventSnn.Events.Batches;
using EventSnn.Events.Streams;
using EventSnn.Streaming.Faults;
using EventSnn.Streaming.Telemetry;

namespace EventSnn.Streaming.Operators;

/// <summary>Holds batches back for one subscriber until their time has come.</summary>
internal sealed class PaceStage(IObserver<StreamItem> subscriber, double speed, TimeProvider clock, EventBatchPool slices, StreamingMetrics meter)
    : Stage(subscriber), IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private long? origin;
    private long hostStart;
    private long last;

    /// <summary>Ends a wait; from any thread. The source of the token is not disposed, since a wait may still look at it.</summary>
    public void Dispose() => stop.Cancel();

    protected override void Take(StreamItem item)
    {
        if (item is not EventBatch batch)
        {
            if (item is StreamNotice { Kind: NoticeKind.TimestampReset })
            {
                origin = null;
            }

            Emit(item);
            return;
        }

        for (int start = 0; start < batch.Count && !stop.IsCancellationRequested;)
        {
            long first = batch.Timestamps[start];
            int end = start + 1;
            while (end < batch.Count && (ulong)(batch.Timestamps[end] - first) < PaceOperator.SliceMicroseconds && end - start < slices.Capacity)
            {
                end++;
            }

            // Unsigned, since two int64 times can lie further apart than int64 can say.
            if (origin is null || (ulong)(first - last + PaceOperator.MaximumJumpMicroseconds) > 2 * PaceOperator.MaximumJumpMicroseconds)
            {
                origin = first;
                hostStart = clock.GetTimestamp();
            }

            last = batch.Timestamps[end - 1];
            Wait(last - origin.Value);
            using EventBatch slice = slices.Rent();
            slice.Append(batch, start, end - start);
            slice.ReceivedAt = Stopwatch.GetTimestamp(); // a camera would have delivered it now
            Emit(slice);
            start = end;
        }
    }

    private void Wait(long eventMicroseconds)
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
}
