using System.Numerics;
using EventSnn.Events.Batches;
using EventSnn.Events.Streams;

namespace EventSnn.Events.Binning;

/// <summary>
/// Turns events into time steps of a fixed length: step k counts, for every input, the events with
/// <c>origin + k * step &lt;= t &lt; origin + (k + 1) * step</c>.
/// </summary>
/// <remarks>
/// <para>Empty steps are emitted. An event whose step is already closed is late: it is counted and dropped, never moved.
/// Counts are not clipped below 65535.</para>
/// <para>With <see cref="BinningOptions.Motion"/> events are counted in fine steps, and a step is a whole number of those; an event is then late
/// when its fine step is closed.</para>
/// <para>Steps come out as <see cref="StepBatch"/>es through the callback, borrowed until it returns. Allocation-free in a
/// steady state. Not safe for concurrent use.</para>
/// </remarks>
public sealed class TimeBinner
{
    private readonly BinningOptions options;
    private readonly Action<StreamItem> emit;
    private readonly StepBatchPool pool;
    private readonly ushort[] counts;
    private readonly ulong[] touched;
    private readonly int[] rowOf;
    private readonly int[] columnOf;
    private readonly MotionDetector? motion;
    private readonly long binMicroseconds; // what events are counted in: the step, or a fine step of it
    private readonly int binsPerStep;
    private StepBatch? open;
    private int binsDone;
    private bool stepHasEvents;
    private bool started;
    private long origin;
    private long currentStep;
    private long currentEnd;
    private bool currentHasEvents;
    private BinningCounters counters;

    /// <summary>Creates a binner.</summary>
    /// <param name="options">How to bin.</param>
    /// <param name="emit">Receives step batches (borrowed) and notices.</param>
    /// <param name="pool">Where step batches come from; null for the pool of the process.</param>
    public TimeBinner(BinningOptions options, Action<StreamItem> emit, StepBatchPool? pool = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(emit);
        options.Validate();
        this.options = options;
        this.emit = emit;
        this.pool = pool ?? StepBatchPool.Shared;
        InputShape shape = options.Shape with { Channels = 2 };
        binMicroseconds = options.Motion?.FineMicroseconds ?? options.StepMicroseconds;
        binsPerStep = (int)(options.StepMicroseconds / binMicroseconds);
        motion = options.Motion is { } times ? new MotionDetector(shape, times) : null;
        counts = new ushort[shape.Size];
        touched = new ulong[(shape.Size + 63) / 64];
        columnOf = new int[options.Size.Width];
        rowOf = new int[options.Size.Height];
        for (int x = 0; x < columnOf.Length; x++)
        {
            columnOf[x] = x / options.Downsample;
        }

        for (int y = 0; y < rowOf.Length; y++)
        {
            rowOf[y] = y / options.Downsample * shape.Width;
        }

        if (options.Origin is { } first)
        {
            Start(first);
        }
    }

    /// <summary>What was done so far.</summary>
    public BinningCounters Counters => counters;

    /// <summary>The shape of the steps.</summary>
    public InputShape Shape => options.Shape;

    /// <summary>The event time at which the step now being filled begins; null before the first event.</summary>
    public long? CurrentStepStart => started ? currentEnd - binMicroseconds - (binsDone * binMicroseconds) : null;

    /// <summary>Bins a batch; every step that it completes is emitted before the call returns.</summary>
    /// <param name="batch">The events; read only during the call.</param>
    public void Push(EventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ReadOnlySpan<long> ts = batch.Timestamps;
        ReadOnlySpan<ushort> xs = batch.X;
        ReadOnlySpan<ushort> ys = batch.Y;
        ReadOnlySpan<byte> ps = batch.Polarities;
        int plane = counts.Length / 2;
        long late = 0, outOfRange = 0, binned = 0, saturated = 0;
        for (int i = 0; i < ts.Length; i++)
        {
            long t = ts[i];
            int x = xs[i];
            int y = ys[i];
            if ((uint)x >= (uint)columnOf.Length || (uint)y >= (uint)rowOf.Length)
            {
                outOfRange++;
                continue;
            }

            if (!started)
            {
                Start(t);
            }

            if (t >= currentEnd)
            {
                MoveTo(t);
            }
            else if (t < currentEnd - binMicroseconds)
            {
                late++;
                continue;
            }

            int input = rowOf[y] + columnOf[x] + (ps[i] != 0 ? plane : 0);
            ushort count = counts[input];
            if (count == ushort.MaxValue)
            {
                saturated++;
            }
            else
            {
                counts[input] = (ushort)(count + 1);
            }

            touched[input >> 6] |= 1UL << input;
            currentHasEvents = true;
            binned++;
        }

        counters = counters with
        {
            In = counters.In + ts.Length,
            Binned = counters.Binned + binned,
            Late = counters.Late + late,
            OutOfRange = counters.OutOfRange + outOfRange,
            Saturated = counters.Saturated + saturated,
        };
        Flush();
    }

    /// <summary>
    /// Closes every step that ends at or before a time, with or without events: a live source that is silent still steps.
    /// </summary>
    /// <param name="timestamp">Event time in microseconds; an earlier one than the current step changes nothing.</param>
    public void AdvanceTo(long timestamp)
    {
        if (!started)
        {
            return;
        }

        if (timestamp >= currentEnd)
        {
            MoveTo(timestamp);
        }

        Flush();
    }

    /// <summary>Closes and emits the step that is being filled, if any event is in it. The next event begins a new origin.</summary>
    public void Complete()
    {
        if (started && (currentHasEvents || stepHasEvents))
        {
            FinishStep();
        }

        Flush();
        motion?.Reset();
        started = false;
        currentHasEvents = false;
        stepHasEvents = false;
        binsDone = 0;
    }

    private void Start(long timestamp)
    {
        origin = timestamp;
        currentStep = 0;
        currentEnd = SaturatingAdd(origin, binMicroseconds);
        started = true;
    }

    private void MoveTo(long timestamp)
    {
        CloseBin();

        ulong silence = SilenceBefore(timestamp);
        ulong left = silence > (ulong)options.MaximumGap ? SkipSteps(timestamp) : silence;
        for (ulong k = left / (ulong)binMicroseconds; k > 0; k--)
        {
            CloseBin();
        }
    }

    /// <summary>Microseconds from the start of the open bin, unsigned: two int64 times can lie further apart than int64 can say.</summary>
    private ulong SilenceBefore(long timestamp) => (ulong)timestamp - (ulong)(currentEnd - binMicroseconds);

    /// <summary>Passes over whole steps, with a notice.</summary>
    /// <returns>Microseconds from the start of the step that the time lies in: less than a step.</returns>
    private ulong SkipSteps(long timestamp)
    {
        if (binsDone > 0)
        {
            FinishStep();
        }

        Flush();
        motion?.Reset();
        ulong silence = SilenceBefore(timestamp);
        ulong steps = silence / (ulong)options.StepMicroseconds;
        counters = counters with { SkippedSteps = counters.SkippedSteps + (long)steps };
        emit(new StreamNotice(
            NoticeKind.TimestampGap,
            timestamp,
            (long)Math.Min(silence, long.MaxValue),
            $"No event for {silence} us, longer than {options.MaximumGap} us: {steps} empty steps were skipped."));
        currentStep += (long)steps;
        currentEnd = SaturatingAdd((long)((ulong)(currentEnd - binMicroseconds) + (steps * (ulong)options.StepMicroseconds)), binMicroseconds);
        return silence % (ulong)options.StepMicroseconds;
    }

    private void FinishStep()
    {
        do
        {
            CloseBin();
        }
        while (binsDone > 0);
    }

    private void CloseBin()
    {
        binsDone++;
        stepHasEvents |= currentHasEvents;
        bool last = binsDone == binsPerStep;
        StepBatch? batch = last ? open ??= Open() : null;
        if (currentHasEvents)
        {
            Empty(batch);
        }

        motion?.Advance();
        if (last)
        {
            CloseStep(batch!);
        }

        currentHasEvents = false;
        currentEnd = SaturatingAdd(currentEnd, binMicroseconds);
        if (last && batch!.Count == batch.Capacity)
        {
            Flush();
        }
    }

    /// <summary>Takes the counts of the bin: into the step, or into the detector that makes the step.</summary>
    private void Empty(StepBatch? batch)
    {
        for (int word = 0; word < touched.Length; word++)
        {
            ulong bits = touched[word];
            if (bits == 0)
            {
                continue;
            }

            touched[word] = 0;
            do
            {
                int input = (word << 6) + BitOperations.TrailingZeroCount(bits);
                ref ushort count = ref counts[input];
                if (motion is null)
                {
                    batch!.Append(input, count);
                }
                else
                {
                    motion.Add(input, count);
                }

                count = 0;
                bits &= bits - 1;
            }
            while (bits != 0);
        }
    }

    private void CloseStep(StepBatch batch)
    {
        if (stepHasEvents)
        {
            motion?.Emit(batch);
        }

        batch.CloseStep();
        counters = counters with
        {
            Steps = counters.Steps + 1,
            EmptySteps = counters.EmptySteps + (stepHasEvents ? 0 : 1),
        };
        currentStep++;
        stepHasEvents = false;
        binsDone = 0;
    }

    private StepBatch Open()
    {
        StepBatch batch = pool.Rent();
        batch.FirstStep = currentStep;
        batch.FirstTimestamp = currentEnd - options.StepMicroseconds;
        batch.StepMicroseconds = options.StepMicroseconds;
        return batch;
    }

    private void Flush()
    {
        if (open is { } batch)
        {
            open = null;
            using (batch)
            {
                emit(batch);
            }
        }
    }

    private static long SaturatingAdd(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;
}
