using System.Reactive.Linq;
using EventSnn.Events.Batches;
using EventSnn.Events.Filters;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Recordings;
using EventSnn.Streaming.Boundaries;
using EventSnn.Streaming.Operators;
using EventSnn.Streaming.Sources;

namespace EventSnn.Streaming.Tests.Faults;

/// <summary>Silence is the worst bug: whoever throws, somebody hears of it.</summary>
public sealed class ErrorsAreSeenTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Pipelines => ["source", "filter", "bin", "boundary", "pace", "all"];

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task What_the_source_throws_reaches_whoever_awaits_the_stream(string pipeline)
    {
        IObservable<StreamItem> items = Through(pipeline, Failing(new InvalidDataException("the source")));
        (await Should.ThrowAsync<InvalidDataException>(Await(items))).Message.ShouldBe("the source");
    }

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task What_the_source_throws_is_unhandled_where_nobody_listens_for_errors(string pipeline)
    {
        var error = new UnhandledException("the source");
        using IDisposable subscription = Through(pipeline, Failing(error)).Subscribe(_ => { });
        await error.Seen.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task What_the_subscriber_throws_is_unhandled_too_and_not_told_to_the_subscriber(string pipeline)
    {
        var error = new UnhandledException("the subscriber");
        bool told = false;
        using IDisposable subscription = Through(pipeline, Endless()).Subscribe(_ => throw error, _ => told = true);
        await error.Seen.WaitAsync(Patience, TestContext.Current.CancellationToken);
        told.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task What_an_operator_throws_in_the_middle_reaches_whoever_awaits_the_stream(string pipeline)
    {
        IObservable<StreamItem> items = Through(pipeline, Endless()).Select(StreamItem (_) => throw new InvalidDataException("between"));
        (await Should.ThrowAsync<InvalidDataException>(Await(items))).Message.ShouldBe("between");
    }

    [Fact]
    public async Task A_filter_that_throws_ends_the_stream_with_its_error()
    {
        EventStream<Endless> stream = Endless().Filter(new FilterChain(TestStreams.Size, new BrokenFilter()));
        (await Should.ThrowAsync<InvalidDataException>(Await(stream.Items))).Message.ShouldBe("the filter");
    }

    [Fact]
    public async Task Counters_that_throw_end_the_stream_with_their_error()
    {
        StepStream<Endless> stream = Endless().BinByTime(1000, onCounters: _ => throw new InvalidDataException("the counter"));
        (await Should.ThrowAsync<InvalidDataException>(Await(stream.Items))).Message.ShouldBe("the counter");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told_to_whoever_awaits_the_stream()
    {
        EventStream<Finite> stream = RecordingStreams.FromReader(() => Recording.Open("nowhere.aedat"), SensorSize.Dvs128);
        (await Should.ThrowAsync<RecordingException>(Await(stream.Items))).Message.ShouldContain("nowhere.aedat");
    }

    private static async Task Await(IObservable<StreamItem> items) => await items.LastOrDefaultAsync().Timeout(Patience);

    private static EventStream<Endless> Failing(Exception error) => new(TestStreams.Size, SourceThread.Run("fails", (observer, _) =>
    {
        using EventBatch batch = EventBatchPool.Shared.Rent();
        batch.Add(0, 0, 0, 1);
        observer.OnNext(batch);
        throw error;
    }));

    private static EventStream<Endless> Endless() => new(TestStreams.Size, SourceThread.Run("endless", (observer, stop) =>
    {
        for (long t = 0; !stop.IsCancellationRequested; t += 10_000)
        {
            using EventBatch batch = EventBatchPool.Shared.Rent();
            batch.Add(t, 0, 0, 1);
            observer.OnNext(batch);
        }
    }));

    private static IObservable<StreamItem> Through(string pipeline, EventStream<Endless> source) => pipeline switch
    {
        "source" => source.Items,
        "filter" => Filtered(source).Items,
        "bin" => source.BinByTime(1000).Items,
        "boundary" => Crossed(source).Items,
        "pace" => source.Pace(1000).Items,
        _ => Crossed(Filtered(source.Pace(1000))).BinByTime(1000).Items,
    };

    private static EventStream<Endless> Filtered(EventStream<Endless> source) =>
        source.Filter(new FilterChain(TestStreams.Size, new PolarityFilter(TestStreams.Size, on: true)));

    private static EventStream<Endless> Crossed(EventStream<Endless> source) =>
        source.AcrossThreads(new BoundaryOptions { Capacity = 4 }, out _);

    private sealed class BrokenFilter() : EventFilter(TestStreams.Size, TestStreams.Size)
    {
        protected override bool Passes(long timestamp, ref ushort x, ref ushort y, byte polarity) => throw new InvalidDataException("the filter");
    }
}
