using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Events.Filters;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Streaming.Operators;
using EventSnn.TestKit;

namespace EventSnn.Streaming.Tests.Operators;

public sealed class EventStreamOperatorsTests
{
    private static readonly StreamNotice Reset = new(NoticeKind.TimestampReset, 0, 0, "reset");

    [Fact]
    public void Filter_passes_batches_and_notices_in_their_order_and_gives_every_batch_back()
    {
        using var events = new PooledEvents();
        var seen = new List<string>();
        TestStreams.Of(events.Pool, Events((1, 0, 0, 1), (2, 0, 0, 0)), Reset, Events((3, 1, 1, 1)))
            .Filter(new FilterChain(TestStreams.Size, new PolarityFilter(TestStreams.Size, on: true)), events.Pool)
            .Items.Subscribe(item => seen.Add(item is EventBatch batch ? string.Join(' ', batch.Timestamps.ToArray()) : "notice"), () => seen.Add("end"));
        seen.ShouldBe(["1", "notice", "3", "end"]);
    }

    [Fact]
    public void Filter_forgets_at_a_timestamp_reset()
    {
        using var events = new PooledEvents();
        int passed = 0;
        TestStreams.Of(events.Pool, Events((1000, 0, 0, 1)), Reset, Events((1001, 0, 0, 1)))
            .Filter(new FilterChain(TestStreams.Size, new RefractoryFilter(TestStreams.Size, 100)), events.Pool)
            .Items.Subscribe(item => passed += item is EventBatch batch ? batch.Count : 0);
        passed.ShouldBe(2);
    }

    [Fact]
    public void Filter_refuses_a_chain_for_another_sensor()
    {
        using var events = new PooledEvents();
        Should.Throw<ArgumentException>(() => TestStreams.Of(events.Pool).Filter(new FilterChain(SensorSize.Dvs128))).Message.ShouldContain("128x128");
    }

    [Fact]
    public void Bin_closes_the_open_step_at_a_reset_and_counts_from_zero_again()
    {
        using var events = new PooledEvents();
        var steps = new List<string>();
        BinningCounters counters = default;
        TestStreams.Of(events.Pool, Events((5000, 0, 0, 1), (6000, 0, 0, 1)), Reset, Events((10, 0, 0, 1)))
            .BinByTime(1000, onCounters: c => counters = c)
            .Items.Subscribe(item => steps.Add(item is StepBatch batch ? $"{batch.FirstStep}+{batch.Count}@{batch.FirstTimestamp}" : "notice"));
        steps.ShouldBe(["0+1@5000", "1+1@6000", "notice", "0+1@10"]);
        counters.In.ShouldBe(3);
        counters.Binned.ShouldBe(3);
    }

    private static (long T, int X, int Y, int P)[] Events(params (long T, int X, int Y, int P)[] events) => events;
}
