using EventSnn.Cameras.Sockets;
using EventSnn.Events.Random;

namespace EventSnn.Cameras.Tests.Sockets;

public sealed class SequenceTrackerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(123456)]
    [InlineData(int.MaxValue - 3)]
    public void Numbers_may_begin_anywhere_and_wrap(int start)
    {
        var tracker = new SequenceTracker();
        for (int i = 0; i < 10; i++)
        {
            tracker.Take(tracker.Unwrap(unchecked(start + i)), out _).ShouldBe(SequenceVerdict.InOrder);
        }

        tracker.Lost.ShouldBe(0);
    }

    [Fact]
    public void A_sender_that_counts_from_anew_is_no_flood_of_doubles()
    {
        var tracker = new SequenceTracker();
        for (int i = 0; i < 1000; i++)
        {
            tracker.Take(i, out _);
        }

        tracker.Take(0, out _).ShouldBe(SequenceVerdict.Restarted);
        tracker.Take(1, out _).ShouldBe(SequenceVerdict.InOrder);
        (tracker.Lost + tracker.Late + tracker.Duplicate).ShouldBe(0);
    }

    [Fact]
    public void Any_shuffling_within_the_window_is_told_exactly()
    {
        // The oracle knows all numbers that came.
        for (ulong seed = 0; seed < 50; seed++)
        {
            var random = new RandomStream(seed);
            var tracker = new SequenceTracker();
            var came = new HashSet<long>();
            long highest = -1;
            long doubles = 0;
            for (int i = 0; i < 500; i++)
            {
                long number = Math.Max(0, highest + 1 - 20 + random.NextInt32(24));
                if (highest < 0)
                {
                    number = 0;
                }

                doubles += came.Add(number) ? 0 : 1;
                highest = Math.Max(highest, number);
                tracker.Take(number, out _);
            }

            tracker.Duplicate.ShouldBe(doubles);
            tracker.Lost.ShouldBe(highest + 1 - came.Count);
        }
    }
}
