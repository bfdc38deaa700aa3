using EventSnn.Events.Batches;
using EventSnn.Events.Filters;
using EventSnn.Events.Geometry;
using EventSnn.TestKit;
using FsCheck;
using FsCheck.Fluent;

namespace EventSnn.Events.Tests.Filters;

public sealed class EventFilterTests
{
    private static readonly SensorSize Size = new(8, 6);

    [Fact]
    public void Crop_keeps_the_rectangle_and_moves_its_corner_to_the_origin() =>
        Run(new CropFilter(Size, new Region(2, 1, 3, 2)), (1, 2, 1, 1), (2, 4, 2, 0), (3, 5, 2, 1), (4, 1, 1, 1), (5, 2, 3, 0))
            .ShouldBe([(1, 0, 0, 1), (2, 2, 1, 0)]);

    [Fact]
    public void Crop_refuses_a_rectangle_that_reaches_beyond_the_sensor() =>
        Should.Throw<ArgumentException>(() => new CropFilter(Size, new Region(6, 0, 3, 2)));

    [Fact]
    public void Downsampling_keeps_every_event_and_joins_pixels_into_cells() =>
        Run(new DownsampleFilter(Size, 4), (1, 0, 0, 1), (2, 3, 3, 0), (3, 4, 3, 1), (4, 7, 5, 0))
            .ShouldBe([(1, 0, 0, 1), (2, 0, 0, 0), (3, 1, 0, 1), (4, 1, 1, 0)]);

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Polarity_keeps_one_kind(bool on, int kept) =>
        Run(new PolarityFilter(Size, on), (1, 0, 0, 1), (2, 0, 0, 0)).ShouldBe([(kept == 1 ? 1L : 2L, 0, 0, kept)]);

    [Fact]
    public void Refractory_passes_an_event_exactly_one_period_later_and_counts_from_the_last_that_passed() =>
        Run(new RefractoryFilter(Size, 10), (0, 1, 1, 1), (9, 1, 1, 0), (10, 1, 1, 1), (15, 1, 1, 1), (15, 2, 1, 1), (20, 1, 1, 0))
            .ShouldBe([(0, 1, 1, 1), (10, 1, 1, 1), (15, 2, 1, 1), (20, 1, 1, 0)]);

    [Fact]
    public void Refractory_passes_an_event_that_steps_back_in_time() =>
        Run(new RefractoryFilter(Size, 10), (100, 1, 1, 1), (50, 1, 1, 1), (55, 1, 1, 1)).ShouldBe([(100, 1, 1, 1), (50, 1, 1, 1)]);

    [Fact]
    public void Background_activity_passes_what_a_neighbour_supports_and_not_what_only_the_pixel_itself_does() =>
        Run(
            new BackgroundActivityFilter(Size, 100),
            (0, 3, 3, 1), (1, 3, 3, 1), (2, 4, 4, 0), (103, 5, 5, 1), (150, 0, 0, 1), (151, 7, 0, 1))
            .ShouldBe([(2, 4, 4, 0)]);

    [Fact]
    public void Background_activity_asks_for_as_many_neighbours_as_told() =>
        Run(new BackgroundActivityFilter(Size, 100, support: 2), (0, 2, 2, 1), (1, 3, 2, 1), (2, 2, 3, 1)).ShouldBe([(2, 2, 3, 1)]);

    [Fact]
    public void A_pixel_that_fires_much_and_alone_is_silenced_in_the_next_period_and_heard_again_after()
    {
        using var events = new PooledEvents(4096);
        var filter = new HotPixelFilter(Size, new HotPixelOptions { PeriodMicroseconds = 1000, MinimumRate = 50_000, NeighbourRatio = 4 });
        using EventBatch batch = events.Pool.Rent();
        for (int t = 0; t < 1000; t += 10)
        {
            batch.Add(t, 3, 3, 1); // 100 kHz, alone
            for (int x = 0; x < 3; x++)
            {
                for (int y = 0; y < 3; y++)
                {
                    batch.Add(t, x, y, 0); // as fast, but together
                }
            }
        }

        batch.Add(1000, 3, 3, 1);
        batch.Add(1000, 1, 1, 1);
        batch.Add(2000, 3, 3, 1);
        using EventBatch passed = events.Pool.Rent();
        filter.Apply(batch, passed);
        filter.Counters.ShouldBe(new FilterCounters(1003, 1002, 1, 0));
        filter.HotPixels().ShouldBeEmpty();
    }

    [Fact]
    public void Every_filter_accounts_for_every_event_whatever_comes() =>
        Check.QuickThrowOnFailure(Prop.ForAll<(int T, byte X, byte Y, bool P)[]>(tuples =>
        {
            using var events = new PooledEvents(Math.Max(tuples.Length, 1));
            foreach (EventFilter filter in All())
            {
                using EventBatch source = events.Batch([.. tuples.Select(e => ((long)e.T, e.X % 10, e.Y % 10, e.P ? 1 : 0))]);
                using EventBatch passed = events.Pool.Rent();
                filter.Apply(source, passed);
                FilterCounters c = filter.Counters;
                c.In.ShouldBe(tuples.Length);
                c.In.ShouldBe(c.Out + c.Filtered + c.OutOfRange);
                c.Out.ShouldBe(passed.Count);
                c.OutOfRange.ShouldBe(tuples.Count(e => e.X % 10 >= Size.Width || e.Y % 10 >= Size.Height));
                PooledEvents.Tuples(passed).ShouldAllBe(e => filter.OutputSize.Contains(e.X, e.Y));
            }
        }));

    [Fact]
    public void A_chain_checks_sizes_and_adds_up_what_its_filters_took_out()
    {
        Should.Throw<ArgumentException>(() => new FilterChain(Size, new DownsampleFilter(Size, 2), new PolarityFilter(Size, true)));

        var chain = new FilterChain(Size, new CropFilter(Size, new Region(0, 0, 4, 4)), new PolarityFilter(new SensorSize(4, 4), true));
        using var events = new PooledEvents();
        using EventBatch source = events.Batch((1, 0, 0, 1), (2, 5, 0, 1), (3, 0, 0, 0), (4, 9, 9, 0));
        using EventBatch passed = chain.Apply(source, events.Pool);
        PooledEvents.Tuples(passed).ShouldBe([(1, 0, 0, 1)]);
        chain.Filtered.ShouldBe(3);
        source.Count.ShouldBe(4, "the source is only read");
    }

    private static IEnumerable<EventFilter> All() =>
    [
        new CropFilter(Size, new Region(1, 1, 4, 4)), new DownsampleFilter(Size, 3), new PolarityFilter(Size, true),
        new RefractoryFilter(Size, 100), new BackgroundActivityFilter(Size, 1000), new HotPixelFilter(Size),
    ];

    private static (long T, int X, int Y, int P)[] Run(EventFilter filter, params (long T, int X, int Y, int P)[] input)
    {
        using var events = new PooledEvents();
        using EventBatch source = events.Batch(input);
        using EventBatch passed = events.Pool.Rent();
        filter.Apply(source, passed);
        FilterCounters c = filter.Counters;
        c.In.ShouldBe(c.Out + c.Filtered + c.OutOfRange);
        return PooledEvents.Tuples(passed);
    }
}
