using System.Reactive.Linq;
using EventSnn.Events.Batches;
using EventSnn.Streaming.Operators;
using EventSnn.TestKit;

namespace EventSnn.Streaming.Tests.Operators;

public sealed class PaceTests
{
    [Fact]
    public void Slices_keep_every_event_and_host_time_advances_with_event_time()
    {
        using var events = new PooledEvents();
        var clock = new SteppingClock();
        var slices = new List<(long First, int Count, TimeSpan At)>();
        (long, int, int, int)[] batch = [(0, 0, 0, 1), (1000, 0, 0, 1), (20_000, 0, 0, 1), (1_000_000, 0, 0, 1)];
        TestStreams.Of(events.Pool, batch)
            .Pace(2, clock, events.Pool)
            .Items.Subscribe(item => slices.Add((((EventBatch)item).Timestamps[0], ((EventBatch)item).Count, clock.Now)));
        slices.Select(s => (s.First, s.Count)).ShouldBe([(0, 2), (20_000, 1), (1_000_000, 1)]);
        slices[1].At.ShouldBe(TimeSpan.FromMilliseconds(10));
        slices[2].At.ShouldBe(TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public void A_jump_of_days_is_not_waited_for()
    {
        using var events = new PooledEvents();
        var clock = new SteppingClock();
        int count = 0;
        (long, int, int, int)[] batch = [(0, 0, 0, 1), (long.MaxValue, 0, 0, 1), (long.MinValue, 0, 0, 1)];
        TestStreams.Of(events.Pool, batch).Pace(1, clock, events.Pool).Items.Subscribe(item => count += ((EventBatch)item).Count);
        count.ShouldBe(3);
        clock.Now.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_speed_that_is_none_is_refused(double speed)
    {
        using var events = new PooledEvents();
        Should.Throw<ArgumentOutOfRangeException>(() => TestStreams.Of(events.Pool).Pace(speed));
    }

    /// <summary>A clock in which only waiting takes time.</summary>
    private sealed class SteppingClock : TimeProvider
    {
        private long now;

        public TimeSpan Now => TimeSpan.FromTicks(now);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            now += dueTime.Ticks;
            callback(state);
            return TimeProvider.System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
