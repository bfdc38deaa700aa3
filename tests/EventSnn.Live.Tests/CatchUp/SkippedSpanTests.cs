using EventSnn.Events.Streams;
using EventSnn.Live.CatchUp;

namespace EventSnn.Live.Tests.CatchUp;

public sealed class SkippedSpanTests
{
    private readonly List<StreamNotice> told = [];

    [Fact]
    public void A_span_counts_its_events_at_once_and_its_time_when_it_ends()
    {
        var span = new SkippedSpan("The pipeline", told.Add);
        span.Begin(1_000_000);
        span.Add(30);
        span.Begin(1_500_000); // it is open already, and began earlier
        span.Add(12);
        (span.Events, span.Seconds).ShouldBe((42, 0));
        span.End(3_000_000, out long microseconds).ShouldBeTrue();
        microseconds.ShouldBe(2_000_000);
        (span.Events, span.Seconds).ShouldBe((42, 2));
        span.End(4_000_000, out _).ShouldBeFalse("it is closed");
        (span.Events, span.Seconds).ShouldBe((42, 2));
        span.Flush(4_000_000);
        told.ShouldHaveSingleItem().Detail.ShouldContain("42 events");
    }

    [Fact]
    public void Before_the_first_event_there_is_no_time_to_pass_over_and_a_clock_that_went_back_gives_none()
    {
        var span = new SkippedSpan("The pipeline", told.Add);
        span.Begin(0);
        span.Add(5);
        span.End(9_000_000, out long microseconds).ShouldBeTrue();
        microseconds.ShouldBe(0);
        span.Begin(9_000_000);
        span.End(8_000_000, out microseconds).ShouldBeTrue();
        microseconds.ShouldBe(0);
        span.Events.ShouldBe(5);
    }
}
