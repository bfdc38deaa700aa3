using EventSnn.Events.Batches;
using EventSnn.Recordings.Bytes;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings;

/// <summary>A whole recording in memory, for data sets of short clips; long recordings are better streamed.</summary>
public sealed class RecordedEvents
{
    /// <summary>Events that are decoded at a time: few enough to be looked at again in the second-level cache.</summary>
    private const int Step = EventBatchPool.DefaultCapacity;

    /// <summary>How many times as long columns are at once at most, where only what was read tells of the rest.</summary>
    private const long MostGrowth = 1024;

    private ColumnBlock block = new(0);

    private RecordedEvents()
    {
    }

    /// <summary>How many events there are.</summary>
    public int Count { get; private set; }

    /// <summary>Times in microseconds, in file order.</summary>
    public ReadOnlySpan<long> Timestamps => block.Timestamps[..Count];

    /// <summary>Columns from the left.</summary>
    public ReadOnlySpan<ushort> X => block.X[..Count];

    /// <summary>Rows from the top.</summary>
    public ReadOnlySpan<ushort> Y => block.Y[..Count];

    /// <summary>1 = ON, 0 = OFF.</summary>
    public ReadOnlySpan<byte> Polarities => block.Polarities[..Count];

    /// <summary>Reads a recording.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <returns>Its events.</returns>
    /// <exception cref="RecordingException">The file cannot be read, or holds more events than an array.</exception>
    public static RecordedEvents ReadAll(string path, ReadOptions? options = null)
    {
        using RecordingReader reader = Recording.Open(path, options);
        return ReadAll(reader);
    }

    /// <summary>Reads what is left of a recording, straight into the columns that are kept.</summary>
    /// <param name="reader">The reader; stays the caller's.</param>
    /// <returns>Its events.</returns>
    /// <exception cref="RecordingException">It is damaged and the reader strict, or it holds more events than an array.</exception>
    public static RecordedEvents ReadAll(RecordingReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        RecordedEvents all = new();
        using PageTouch touch = new();
        bool more = true;
        while (more)
        {
            all.MakeRoom(reader, touch);
            using EventBatch batch = all.block.Batch(all.Count, Math.Min(Step, all.block.Capacity - all.Count));
            more = reader.Read(batch);
            all.Count += batch.Count;
            touch.Reach(all.Count);
        }

        all.Trim();
        return all;
    }

    /// <summary>
    /// The size to grow to. Where the format tells how many events can be left, so many; else what the part that was read promises
    /// for the whole file, so that most files need two allocations. An eighth more than promised: pages that nobody touches cost
    /// nothing, but what was promised too small is copied.
    /// </summary>
    private static int Larger(RecordingReader reader, int count)
    {
        long needed = (long)count + Step;
        if (needed > ColumnBlock.MostEvents)
        {
            throw new RecordingException(reader.FileName, null, $"at most {ColumnBlock.MostEvents} events", "more", "Stream it batch by batch.");
        }

        if (reader.EventsLeftAtMost is { } left)
        {
            return (int)Math.Min(needed + left, ColumnBlock.MostEvents);
        }

        // Early promises can be far off; the bound lets one batch promise sixteen million events.
        long promised = reader is { ByteLength: { } length, BytePosition: > 0 and var at } ? (long)(count * ((double)length / at) * 1.125) : 2L * count;
        return (int)Math.Min(Step + Math.Max(Math.Min(promised, MostGrowth * count), count + (count / 2)), ColumnBlock.MostEvents);
    }

    private void MakeRoom(RecordingReader reader, PageTouch touch)
    {
        if (block.Capacity - Count >= Step)
        {
            return;
        }

        touch.Stop();
        reader.EndReadInto();
        Resize(Larger(reader, Count));
        if (!reader.ReadInto(block, Count, Step))
        {
            touch.Start(block, Count);
        }
    }

    /// <summary>Gives back what was not needed, where that is much.</summary>
    private void Trim()
    {
        if (block.Capacity - Count > Count / 4)
        {
            Resize(Count);
        }
    }

    private void Resize(int size)
    {
        ColumnBlock other = new(size);
        other.Take(block, Count);
        block = other;
    }
}
