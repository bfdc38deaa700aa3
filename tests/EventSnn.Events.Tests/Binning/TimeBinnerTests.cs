using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.TestKit;
using FsCheck;
using FsCheck.Fluent;

namespace EventSnn.Events.Tests.Binning;

public sealed class TimeBinnerTests
{
    private static readonly SensorSize Size = new(4, 4);

    [Fact]
    public void A_step_counts_events_per_cell_and_polarity_sorted_by_input()
    {
        var run = new BinningRun(new BinningOptions { Size = Size, Downsample = 2, StepMicroseconds = 10 });
        run.Push((100, 3, 3, 1), (101, 0, 0, 0), (109, 1, 1, 0), (109, 0, 0, 1));
        run.Binner.Complete();

        // shape 2x2x2: OFF (0,0) is input 0, ON (0,0) is input 4, ON (1,1) is input 7
        run.Steps.ShouldBe(["0@100: 0=2 4=1 7=1"]);
    }

    [Fact]
    public void The_first_event_begins_step_zero_and_a_step_ends_just_before_its_length()
    {
        var run = new BinningRun(new BinningOptions { Size = Size, StepMicroseconds = 1000 });
        run.Push((500, 0, 0, 0), (1499, 0, 0, 0), (1500, 0, 0, 0));
        run.Binner.Complete();
        run.Steps.ShouldBe(["0@500: 0=2", "1@1500: 0=1"]);
    }

    [Fact]
    public void Empty_steps_are_emitted_also_across_batches()
    {
        var run = new BinningRun(new BinningOptions { Size = Size, StepMicroseconds = 10 });
        run.Push((0, 0, 0, 0));
        run.Push((35, 1, 0, 0));
        run.Binner.Complete();
        run.Steps.ShouldBe(["0@0: 0=1", "1@10:", "2@20:", "3@30: 1=1"]);
        run.Binner.Counters.EmptySteps.ShouldBe(2);
    }

    [Fact]
    public void An_event_whose_step_is_closed_is_counted_as_late_and_changes_nothing()
    {
        var run = new BinningRun(new BinningOptions { Size = Size, StepMicroseconds = 10 });
        run.Push((0, 0, 0, 0), (12, 0, 0, 0), (9, 1, 1, 1), (11, 2, 0, 0));
        run.Binner.Complete();
        run.Steps.ShouldBe(["0@0: 0=1", "1@10: 0=1 2=1"]);
        run.Binner.Counters.Late.ShouldBe(1);
    }

    [Fact]
    public void Events_before_a_given_origin_are_late_and_silence_before_the_first_event_is_stepped()
    {
        var run = new BinningRun(new BinningOptions { Size = Size, StepMicroseconds = 10, Origin = 100 });
        run.Push((99, 0, 0, 0), (115, 0, 0, 0));
        run.Binner.Complete();
        run.Steps.ShouldBe(["0@100:", "1@110: 0=1"]);
        run.Binner.Counters.Late.ShouldBe(1);
    }

    [Fact]
    public void A_silence_longer_than_the_maximum_is_skipped_and_shown()
    {
        var run = new BinningRun(new BinningOptions { Size = Size, StepMicroseconds = 10, MaximumGap = 100 });
        run.Push((0, 0, 0, 0), (1005, 1, 0, 0));
        run.Binner.Complete();
        run.Steps.ShouldBe(["0@0: 0=1", "100@1000: 1=1"]);
        StreamNotice notice = run.Notices.ShouldHaveSingleItem();
        notice.Kind.ShouldBe(NoticeKind.TimestampGap);
        run.Binner.Counters.SkippedSteps.ShouldBe(99);
    }

    [Fact]
    public void Times_at_both_ends_of_int64_neither_hang_nor_throw()
    {
        var run = new BinningRun(new BinningOptions { Size = Size });
        run.Push((long.MinValue, 0, 0, 0), (long.MaxValue, 0, 0, 0), (long.MaxValue, 0, 0, 0), (0, 0, 0, 0));
        run.Binner.Complete();
        BinningCounters c = run.Binner.Counters;
        c.In.ShouldBe(c.Binned + c.Late + c.OutOfRange);
    }

    [Fact]
    public void A_silent_source_steps_when_told_the_time()
    {
        var run = new BinningRun(new BinningOptions { Size = Size, StepMicroseconds = 10 });
        run.Binner.AdvanceTo(1_000_000); // nothing has begun yet
        run.Push((0, 0, 0, 0));
        run.Binner.AdvanceTo(30);
        run.Steps.ShouldBe(["0@0: 0=1", "1@10:", "2@20:"]);
    }

    [Fact]
    public void A_count_saturates_and_says_so()
    {
        var run = new BinningRun(new BinningOptions { Size = Size });
        for (int i = 0; i < 70; i++)
        {
            run.Push([.. Enumerable.Repeat((0L, 0, 0, 0), 1000)]);
        }

        run.Binner.Complete();
        run.Steps.ShouldBe(["0@0: 0=65535"]);
        run.Binner.Counters.Saturated.ShouldBe(70_000 - 65535);
    }

    [Fact]
    public void Whatever_comes_every_event_is_in_exactly_one_place_and_steps_follow_each_other() =>
        Check.QuickThrowOnFailure(Prop.ForAll<(ushort T, byte X, byte Y, bool P)[], byte>((tuples, dt) =>
        {
            var run = new BinningRun(new BinningOptions { Size = Size, StepMicroseconds = dt + 1 });
            run.Push([.. tuples.Select(e => ((long)e.T, e.X % 5, e.Y % 5, e.P ? 1 : 0))]);
            run.Binner.Complete();
            BinningCounters c = run.Binner.Counters;
            c.In.ShouldBe(tuples.Length);
            c.In.ShouldBe(c.Binned + c.Late + c.OutOfRange);
            run.Binned.ShouldBe(c.Binned);
            run.Indices.ShouldBe(Enumerable.Range(0, run.Indices.Count).Select(k => (long)k));
        }));

    [Fact]
    public void Binning_in_a_steady_state_allocates_nothing()
    {
        using var events = new PooledEvents(1000);
        long steps = 0;
        var binner = new TimeBinner(new BinningOptions { Size = Size, StepMicroseconds = 10 }, item => steps += ((StepBatch)item).Count);
        using EventBatch batch = events.Pool.Rent();
        long t = 0;
        for (int round = 0; round < 50; round++)
        {
            Fill();
        }

        SteadyState.AllocatedBytes(() =>
        {
            for (int round = 0; round < 50; round++)
            {
                Fill();
            }
        }).ShouldBe(0);
        steps.ShouldBeGreaterThan(9000);

        void Fill()
        {
            batch.Clear();
            for (int i = 0; i < 1000; i++)
            {
                batch.Add(t += 1 + (i % 3), i % 4, i % 3, i & 1);
            }

            binner.Push(batch);
        }
    }

    private sealed class BinningRun
    {
        private readonly StepBatchPool pool = new(4);

        public BinningRun(BinningOptions options) => Binner = new TimeBinner(options, Take, pool);

        public TimeBinner Binner { get; }

        public List<string> Steps { get; } = [];

        public List<long> Indices { get; } = [];

        public List<StreamNotice> Notices { get; } = [];

        public long Binned { get; private set; }

        public void Push(params (long T, int X, int Y, int P)[] tuples)
        {
            using var events = new PooledEvents(Math.Max(tuples.Length, 1));
            using EventBatch batch = events.Batch(tuples);
            Binner.Push(batch);
            pool.Outstanding.ShouldBe(0);
        }

        private void Take(StreamItem item)
        {
            if (item is StreamNotice notice)
            {
                Notices.Add(notice);
                return;
            }

            var batch = (StepBatch)item;
            for (int k = 0; k < batch.Count; k++)
            {
                string entries = string.Concat(batch.Inputs(k).ToArray().Zip(batch.Counts(k).ToArray(), (i, n) => $" {i}={n}"));
                Steps.Add($"{batch.FirstStep + k}@{batch.Timestamp(k)}:{entries}");
                Indices.Add(batch.FirstStep + k);
                Binned += batch.Counts(k).ToArray().Sum(n => n);
            }
        }
    }
}
