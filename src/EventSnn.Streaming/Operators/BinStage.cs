using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Events.Streams;
using EventSnn.Streaming.Faults;
using EventSnn.Streaming.Telemetry;

namespace EventSnn.Streaming.Operators;

/// <summary>Bins events into time steps for one subscriber.</summary>
internal sealed class BinStage : Stage
{
    private readonly TimeBinner binner;
    private readonly Action<BinningCounters>? onCounters;
    private readonly StreamingMetrics meter;

    public BinStage(IObserver<StreamItem> subscriber, BinningOptions options, StepBatchPool? pool, Action<BinningCounters>? onCounters, StreamingMetrics meter)
        : base(subscriber)
    {
        binner = new TimeBinner(options, Emit, pool);
        this.onCounters = onCounters;
        this.meter = meter;
    }

    protected override void Take(StreamItem item)
    {
        if (item is EventBatch batch)
        {
            BinningCounters before = binner.Counters;
            binner.Push(batch);
            Count(before, binner.Counters);
            onCounters?.Invoke(binner.Counters);
            return;
        }

        if (item is StreamNotice { Kind: NoticeKind.TimestampReset })
        {
            binner.Complete();
        }

        Emit(item);
    }

    protected override void Finish()
    {
        binner.Complete();
        onCounters?.Invoke(binner.Counters);
    }

    private void Count(BinningCounters before, BinningCounters after)
    {
        if (after.Late > before.Late)
        {
            meter.DroppedEvents(after.Late - before.Late, "late");
        }

        if (after.OutOfRange > before.OutOfRange)
        {
            meter.DroppedEvents(after.OutOfRange - before.OutOfRange, "out_of_range");
        }
    }
}
