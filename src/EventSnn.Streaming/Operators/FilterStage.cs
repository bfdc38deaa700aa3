using EventSnn.Events.Batches;
using EventSnn.Events.Filters;
using EventSnn.Events.Streams;
using EventSnn.Streaming.Faults;
using EventSnn.Streaming.Telemetry;

namespace EventSnn.Streaming.Operators;

/// <summary>Filters for one subscriber.</summary>
internal sealed class FilterStage(IObserver<StreamItem> subscriber, FilterChain filters, EventBatchPool batches, StreamingMetrics meter)
    : Stage(subscriber)
{
    protected override void Take(StreamItem item)
    {
        if (item is EventBatch batch)
        {
            using EventBatch passed = filters.Apply(batch, batches);
            meter.FilteredEvents(batch.Count - passed.Count);
            Emit(passed);
            return;
        }

        if (item is StreamNotice { Kind: NoticeKind.TimestampReset })
        {
            filters.Reset();
        }

        Emit(item);
    }
}
