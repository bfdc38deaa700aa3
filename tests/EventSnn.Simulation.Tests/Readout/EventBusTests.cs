using EventSnn.Simulation.Readout;

namespace EventSnn.Simulation.Tests.Readout;

public sealed class EventBusTests
{
    private static readonly ReadoutOptions Plain = new() { LatencyMicroseconds = 0, JitterMicroseconds = 0 };

    [Fact]
    public void A_burst_leaves_one_event_per_microsecond()
    {
        var bus = new EventBus(Plain, 1);
        for (uint i = 0; i < 100; i++)
        {
            bus.Request(1000, i);
        }

        List<(long T, uint A)> served = Serve(bus, 2000);
        served.Select(s => s.T).ShouldBe(Enumerable.Range(1000, 100).Select(t => (long)t));
        served.Select(s => s.A).ShouldBe(Enumerable.Range(0, 100).Select(a => (uint)a));
    }

    [Fact]
    public void More_than_the_queue_holds_is_lost_and_counted()
    {
        var bus = new EventBus(Plain with { QueueLength = 50 }, 1);
        for (uint i = 0; i < 200; i++)
        {
            bus.Request(1000, i);
        }

        int served = Serve(bus, 2000).Count;
        served.ShouldBe(51);
        bus.Dropped.ShouldBe(200 - served);
        bus.Waiting.ShouldBe(0);
    }

    [Fact]
    public void A_pixel_array_that_asks_for_more_than_a_million_events_per_second_gets_a_million()
    {
        var bus = new EventBus(Plain, 1);
        int served = 0;
        for (int slice = 0; slice < 100; slice++)
        {
            for (int i = 0; i < 3000; i++)
            {
                bus.Request((slice * 1000) + (i / 3.0), (uint)i);
            }

            served += Serve(bus, (slice + 1) * 1000).Count;
        }

        // 100 ms at 1 event per microsecond; what was requested in time still stands in the queue.
        served.ShouldBeInRange(99_000, 100_000 + Plain.QueueLength);
        (served + bus.Dropped + bus.Waiting).ShouldBe(300_000);
    }

    [Fact]
    public void Jitter_delays_but_never_reorders_timestamps()
    {
        var bus = new EventBus(new ReadoutOptions(), 7);
        for (uint i = 0; i < 500; i++)
        {
            bus.Request(i * 2.5, i);
        }

        List<(long T, uint A)> served = Serve(bus, double.PositiveInfinity);
        served.Count.ShouldBe(500);
        served.Select(s => s.T).ShouldBeInOrder();
        served.ShouldAllBe(s => s.T >= (s.A * 2.5) + 14 && s.T <= (s.A * 2.5) + 25);
        served.Select(s => s.A).ShouldNotBe(Enumerable.Range(0, 500).Select(i => (uint)i));
    }

    [Fact]
    public void What_is_requested_later_than_the_end_of_the_slice_waits()
    {
        var bus = new EventBus(Plain, 1);
        bus.Request(100, 1);
        bus.Request(300, 2);
        Serve(bus, 200).ShouldBe([(100L, 1u)]);
        bus.Waiting.ShouldBe(1);
        Serve(bus, 400).ShouldBe([(300L, 2u)]);
    }

    [Fact]
    public void Old_firmware_counts_time_in_steps()
    {
        var bus = new EventBus(Plain with { TimestampStep = 10 }, 1);
        bus.Request(1239, 1);
        Serve(bus, 2000).ShouldBe([(1230L, 1u)]);
    }

    private static List<(long T, uint A)> Serve(EventBus bus, double until)
    {
        var served = new List<(long, uint)>();
        bus.Serve(until, (t, a) => served.Add((t, a)));
        return served;
    }
}
