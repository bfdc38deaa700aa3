using EventSnn.Events.Batches;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Seeking;

/// <summary>
/// Selects the events of a time range for one reader, jumps over runs of events that an index says lie outside, and gathers an
/// index where there is none yet.
/// </summary>
/// <param name="from">First microsecond behind the first event; null for the beginning.</param>
/// <param name="to">First microsecond behind the range; null for the end.</param>
/// <param name="index">The index; null where there is none.</param>
/// <param name="builder">Gathers one; null where none is wanted.</param>
internal sealed class RangeSelection(long? from, long? to, TimeIndex? index, TimeIndexBuilder? builder)
{
    private int block;
    private long decoded;
    private long? first = index?.FirstTime;

    /// <summary>First time of the range; the smallest number until the first event is known.</summary>
    public long Low { get; private set; } = Bound(index?.FirstTime, from, long.MinValue);

    /// <summary>First time behind the range; the largest number until the first event is known.</summary>
    public long High { get; private set; } = Bound(index?.FirstTime, to, long.MaxValue);

    /// <summary>Whether the time of the first event is known.</summary>
    public bool IsKnown => first is not null;

    /// <summary>Events that were jumped over.</summary>
    public long PassedOver { get; private set; }

    /// <summary>Says where the next event of the range can be.</summary>
    /// <param name="state">The state to go on from; null to read on.</param>
    /// <returns>False where no further event lies in the range.</returns>
    public bool Next(out long[]? state)
    {
        state = null;
        if (index is null)
        {
            return true;
        }

        int at = block;
        while (at + 1 < index.Blocks.Count && decoded >= index.Blocks[at + 1].FirstEvent)
        {
            at++;
        }

        int here = at;
        while (at < index.Blocks.Count && !index.Blocks[at].Meets(Low, High))
        {
            at++;
        }

        block = Math.Min(at, index.Blocks.Count - 1);
        if (at == here)
        {
            return true;
        }

        long goal = at < index.Blocks.Count ? index.Blocks[at].FirstEvent : index.Events;
        PassedOver += goal - decoded;
        decoded = goal;
        state = at < index.Blocks.Count ? index.Blocks[at].State : null;
        return state is not null;
    }

    /// <summary>Takes note of the state in front of the next event.</summary>
    public bool WantsState => builder is { WantsState: true };

    /// <summary>Begins a block of the index that is gathered.</summary>
    public void Begin(long[] state) => builder!.Begin(state);

    /// <summary>Counts events as they were decoded.</summary>
    public void Decoded(EventBatch batch)
    {
        decoded += batch.Count;
        builder?.Add(batch.Timestamps);
    }

    /// <summary>Takes out the events outside the range.</summary>
    /// <param name="batch">The events, at least one.</param>
    /// <param name="facts">What is known of them.</param>
    /// <returns>How many were taken out.</returns>
    public int Select(EventBatch batch, ColumnFacts facts)
    {
        ReadOnlySpan<long> t = batch.Timestamps;
        builder?.Extend(facts.LargestX, facts.LargestY);
        if (first is null)
        {
            first = t[0];
            Low = Bound(first, from, long.MinValue);
            High = Bound(first, to, long.MaxValue);
        }

        if (!facts.StepsBack && t[0] >= Low && t[^1] < High)
        {
            return 0;
        }

        int total = t.Length;
        if (!facts.StepsBack && (t[^1] < Low || t[0] >= High))
        {
            batch.Clear();
            return total;
        }

        int kept = 0;
        batch.Clear();
        EventColumns columns = batch.GetFreeColumns();
        for (int i = 0; i < total; i++)
        {
            long time = columns.Timestamps[i];
            columns.Timestamps[kept] = time;
            columns.X[kept] = columns.X[i];
            columns.Y[kept] = columns.Y[i];
            columns.Polarities[kept] = columns.Polarities[i];
            kept += time >= Low && time < High ? 1 : 0;
        }

        batch.Advance(kept);
        return total - kept;
    }

    /// <summary>The index that was gathered.</summary>
    /// <param name="warnings">Faults that were passed over.</param>
    /// <returns>Null where none was gathered.</returns>
    public TimeIndex? Gathered(long warnings) => builder is not null && first is { } time ? builder.Finish(time, warnings) : null;

    /// <summary>Counts events that a reader passes over by a table of its own.</summary>
    public void PassOver(long events) => PassedOver += events;

    private static long Bound(long? first, long? offset, long open)
    {
        if (first is not { } start || offset is not { } behind)
        {
            return open;
        }

        Int128 sum = (Int128)start + behind;
        return (long)Int128.Clamp(sum, long.MinValue, long.MaxValue);
    }
}
