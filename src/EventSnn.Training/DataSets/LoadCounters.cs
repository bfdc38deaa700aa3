using EventSnn.Events.Binning;

namespace EventSnn.Training.DataSets;

/// <summary>What happened to the events of a data set while it was read. Safe for any number of threads.</summary>
public sealed class LoadCounters
{
    private long events;
    private long binned;
    private long late;
    private long outside;
    private long skipped;
    private long clips;

    /// <summary>Clips read.</summary>
    public long Clips => Interlocked.Read(ref clips);

    /// <summary>Events that came out of the files, inside labels: <c>Events = Binned + Late + Outside</c>.</summary>
    public long Events => Interlocked.Read(ref events);

    /// <summary>Events counted into a step.</summary>
    public long Binned => Interlocked.Read(ref binned);

    /// <summary>Events dropped because time had moved on before them.</summary>
    public long Late => Interlocked.Read(ref late);

    /// <summary>Events dropped because they lie outside the sensor or the crop.</summary>
    public long Outside => Interlocked.Read(ref outside);

    /// <summary>Records that a reader did not deliver.</summary>
    public long Skipped => Interlocked.Read(ref skipped);

    internal void AddClip(in BinningCounters counters, long cropped)
    {
        Interlocked.Add(ref events, counters.In + cropped);
        Interlocked.Add(ref binned, counters.Binned);
        Interlocked.Add(ref late, counters.Late);
        Interlocked.Add(ref outside, counters.OutOfRange + cropped);
        Interlocked.Increment(ref clips);
    }

    internal void AddSkipped(long count) => Interlocked.Add(ref skipped, count);
}
