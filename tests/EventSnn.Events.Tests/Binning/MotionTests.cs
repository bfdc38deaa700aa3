using EventSnn.Events.Batches;
using EventSnn.Events.Binning;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.TestKit;

namespace EventSnn.Events.Tests.Binning;

public sealed class MotionTests
{
    private const int Cells = 8;
    private static readonly SensorSize Size = new(Cells, Cells);
    private static readonly MotionOptions Times = new() { FineMicroseconds = 10, MemoryMicroseconds = 15 };

    [Theory]
    [InlineData(1, 0, 2)]
    [InlineData(-1, 0, 3)]
    [InlineData(0, 1, 4)]
    [InlineData(0, -1, 5)]
    public void A_bar_that_moves_one_cell_per_fine_step_excites_the_channel_of_its_direction_alone(int dx, int dy, int channel)
    {
        long[] sums = ByChannel(Bar(dx, dy, 6));
        sums[channel].ShouldBeGreaterThan(100);
        Enumerable.Range(2, 4).Where(c => c != channel).Sum(c => sums[c]).ShouldBe(0, "no motion is seen the other ways, nor along the bar");
    }

    [Fact]
    public void Two_neighbours_that_fire_one_after_the_other_give_the_root_of_trace_times_events()
    {
        // 16 events, one fine step later 25 to the right of them: f = (1 - a) 16, m = sqrt(25 f).
        var events = new List<(long, int, int, int)>();
        events.AddRange(Enumerable.Repeat((0L, 2, 3, 1), 16));
        events.AddRange(Enumerable.Repeat((10L, 3, 3, 0), 25));
        List<(int Input, int Count)> step = Steps(events, 20).ShouldHaveSingleItem();
        double f = (1 - Math.Exp(-10.0 / 15)) * 16;
        int right = (((2 * Cells) + 3) * Cells) + 3;
        step.ShouldBe([((3 * Cells) + 3, 25), (((Cells + 3) * Cells) + 2, 16), (right, (int)Math.Round(Math.Sqrt(25 * f)))]);
    }

    [Fact]
    public void Events_of_one_fine_step_are_no_motion()
    {
        List<(int Input, int Count)> step = Steps([(0, 1, 1, 1), (1, 2, 1, 1), (2, 3, 1, 1)], 20).ShouldHaveSingleItem();
        step.ShouldAllBe(e => e.Input < 2 * Cells * Cells);
    }

    [Fact]
    public void Polarity_counts_index_and_time_of_steps_are_those_without_motion()
    {
        List<(long, int, int, int)> events = Bar(1, 0, 7);
        events.Add((495, 0, 0, 1));
        (List<string> with, BinningCounters a) = Run(events, new BinningOptions { Size = Size, StepMicroseconds = 30, Motion = Times }, polarityOnly: true);
        (List<string> without, BinningCounters b) = Run(events, new BinningOptions { Size = Size, StepMicroseconds = 30 }, polarityOnly: true);
        with.ShouldBe(without);
        a.ShouldBe(b);
        with.Count.ShouldBe(17);
    }

    [Fact]
    public void A_gap_and_a_completed_clip_leave_no_trace_behind()
    {
        var options = new BinningOptions { Size = Size, StepMicroseconds = 20, MaximumGap = 100, Motion = Times };
        (List<string> steps, BinningCounters counters) = Run([(0, 2, 3, 1), (1000, 3, 3, 1), (1010, 5, 5, 0)], options, polarityOnly: false);
        steps.Count.ShouldBe(3, "the first step, the notice, and the step of the last two events");
        steps[1].ShouldContain("gap", Case.Insensitive);
        steps[2].ShouldBe($"50@1000: {(5 * Cells) + 5}=1 {((Cells + 3) * Cells) + 3}=1");
        counters.In.ShouldBe(counters.Binned + counters.Late + counters.OutOfRange);
    }

    [Fact]
    public void A_step_must_be_a_whole_number_of_fine_steps()
    {
        var options = new BinningOptions { Size = Size, StepMicroseconds = 25, Motion = Times };
        Should.Throw<ArgumentOutOfRangeException>(options.Validate).Message.ShouldContain("10 us");
        (options with { StepMicroseconds = 30 }).Shape.ShouldBe(new InputShape(6, Cells, Cells));
    }

    [Fact]
    public void Binning_with_motion_allocates_nothing_in_a_steady_state()
    {
        using var events = new PooledEvents(4096);
        using EventBatch batch = events.Batch([.. Bar(1, 0, 7)]);
        var pool = new StepBatchPool(4);
        var binner = new TimeBinner(new BinningOptions { Size = Size, StepMicroseconds = 20, Motion = Times }, _ => { }, pool);
        for (int i = 0; i < 20; i++)
        {
            binner.Push(batch);
            binner.Complete();
        }

        SteadyState.AllocatedBytes(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                binner.Push(batch);
                binner.Complete();
            }
        }).ShouldBe(0);
    }

    /// <summary>A bar of 8 cells, 30 events each, one cell further every 10 us.</summary>
    private static List<(long T, int X, int Y, int P)> Bar(int dx, int dy, int steps)
    {
        var events = new List<(long, int, int, int)>();
        for (int k = 0; k < steps; k++)
        {
            for (int i = 0; i < Cells * 30; i++)
            {
                int along = i % Cells;
                int at = dx + dy > 0 ? k : Cells - 1 - k;
                events.Add((k * 10, dx != 0 ? at : along, dx != 0 ? along : at, i & 1));
            }
        }

        return events;
    }

    private static long[] ByChannel(List<(long, int, int, int)> events)
    {
        var sums = new long[MotionOptions.Channels];
        foreach ((int input, int count) in Steps(events, 20).SelectMany(s => s))
        {
            sums[input / (Cells * Cells)] += count;
        }

        return sums;
    }

    private static List<List<(int Input, int Count)>> Steps(List<(long, int, int, int)> events, long step)
    {
        var steps = new List<List<(int, int)>>();
        Bin(events, new BinningOptions { Size = Size, StepMicroseconds = step, Motion = Times }, item =>
        {
            if (item is StepBatch batch)
            {
                for (int k = 0; k < batch.Count; k++)
                {
                    steps.Add([.. batch.Inputs(k).ToArray().Zip(batch.Counts(k).ToArray(), (i, n) => (i, (int)n))]);
                }
            }
        });
        return steps;
    }

    private static (List<string> Steps, BinningCounters Counters) Run(List<(long, int, int, int)> events, BinningOptions options, bool polarityOnly)
    {
        var told = new List<string>();
        BinningCounters counters = Bin(events, options, item =>
        {
            if (item is StreamNotice notice)
            {
                told.Add(notice.Kind.ToString());
                return;
            }

            var batch = (StepBatch)item;
            for (int k = 0; k < batch.Count; k++)
            {
                IEnumerable<(int Input, ushort Count)> entries = batch.Inputs(k).ToArray().Zip(batch.Counts(k).ToArray(), (i, n) => (i, n));
                told.Add($"{batch.FirstStep + k}@{batch.Timestamp(k)}: {string.Join(' ', entries.Where(e => !polarityOnly || e.Input < 2 * Cells * Cells).Select(e => $"{e.Input}={e.Count}"))}");
            }
        });
        return (told, counters);
    }

    private static BinningCounters Bin(List<(long, int, int, int)> events, BinningOptions options, Action<StreamItem> emit)
    {
        using var pooled = new PooledEvents(events.Count);
        using EventBatch batch = pooled.Batch([.. events]);
        var binner = new TimeBinner(options, emit);
        binner.Push(batch);
        binner.Complete();
        return binner.Counters;
    }
}
