using EventSnn.Events.Batches;
using EventSnn.TestKit;

namespace EventSnn.Events.Tests.Batches;

public sealed class EventBatchTests
{
    [Fact]
    public void A_batch_gives_back_the_events_in_the_order_they_were_added()
    {
        using var events = new PooledEvents();
        using EventBatch batch = events.Batch((5, 1, 2, 1), (3, 65535, 0, 0));
        PooledEvents.Tuples(batch).ShouldBe([(5, 1, 2, 1), (3, 65535, 0, 0)]);
    }

    [Fact]
    public void A_full_batch_refuses_another_event()
    {
        using var events = new PooledEvents(capacity: 1);
        using EventBatch batch = events.Batch((0, 0, 0, 0));
        Should.Throw<InvalidOperationException>(() => batch.Add(1, 0, 0, 0)).Message.ShouldContain("1 events");
    }

    [Fact]
    public void The_last_release_returns_a_batch_and_the_pool_hands_it_out_again_empty()
    {
        var pool = new EventBatchPool(8);
        EventBatch first = pool.Rent();
        first.Add(1, 1, 1, 1);
        first.Retain();
        first.Dispose();
        pool.Outstanding.ShouldBe(1);
        first.Dispose();
        pool.Outstanding.ShouldBe(0);

        using EventBatch second = pool.Rent();
        second.ShouldBeSameAs(first);
        second.Count.ShouldBe(0);
        pool.Created.ShouldBe(1);
    }

    [Fact]
    public void A_batch_released_too_often_or_retained_too_late_says_so()
    {
        var pool = new EventBatchPool(8);
        EventBatch batch = pool.Rent();
        batch.Dispose();
        Should.Throw<ObjectDisposedException>(batch.Dispose);
        Should.Throw<ObjectDisposedException>(batch.Retain);
        pool.Outstanding.ShouldBe(0);
    }

    [Fact]
    public void Append_copies_what_fits_and_says_how_much()
    {
        using var events = new PooledEvents(capacity: 3);
        using EventBatch source = events.Batch((1, 1, 1, 1), (2, 2, 2, 0), (3, 3, 3, 1));
        using EventBatch target = events.Batch((0, 0, 0, 0));
        target.Append(source, start: 1).ShouldBe(2);
        target.Append(source).ShouldBe(0);
        PooledEvents.Tuples(target).ShouldBe([(0, 0, 0, 0), (2, 2, 2, 0), (3, 3, 3, 1)]);
    }

    [Fact]
    public void Renting_in_a_steady_state_allocates_nothing()
    {
        var pool = new EventBatchPool(64);
        for (int i = 0; i < 100; i++)
        {
            pool.Rent().Dispose();
        }

        SteadyState.AllocatedBytes(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                pool.Rent().Dispose();
            }
        }).ShouldBe(0);
    }
}
