using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Bytes;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings;

/// <summary>A whole recording in memory, for data sets of short clips; long recordings are better streamed.</summary>
public sealed class RecordedEvents
{
    /// <summary>Events that are decoded at a time: few enough to be looked at again in the second-level cache.</summary>
    private const int Step = EventBatchPool.DefaultCapacity;

    private long[] t = [];
    private ushort[] x = [];
    private ushort[] y = [];
    private byte[] p = [];

    private RecordedEvents()
    {
    }

    /// <summary>How many events there are.</summary>
    public int Count { get; private set; }

    /// <summary>Times in microseconds, in file order.</summary>
    public ReadOnlySpan<long> Timestamps => t.AsSpan(0, Count);

    /// <summary>Columns from the left.</summary>
    public ReadOnlySpan<ushort> X => x.AsSpan(0, Count);

    /// <summary>Rows from the top.</summary>
    public ReadOnlySpan<ushort> Y => y.AsSpan(0, Count);

    /// <summary>1 = ON, 0 = OFF.</summary>
    public ReadOnlySpan<byte> Polarities => p.AsSpan(0, Count);

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
            int room = Math.Min(Step, all.t.Length - all.Count);
            using EventBatch batch = EventBatch.Over(
                all.t.AsMemory(all.Count, room), all.x.AsMemory(all.Count, room), all.y.AsMemory(all.Count, room), all.p.AsMemory(all.Count, room));
            more = reader.Read(batch);
            all.Count += batch.Count;
        }

        all.Trim();
        return all;
    }

    /// <summary>
    /// The size to grow to. Where the format tells how many events can be left, so many; else what the part that was read promises
    /// for the whole file, so that most files need two allocations.
    /// </summary>
    private static int Larger(RecordingReader reader, int count)
    {
        long needed = (long)count + Step;
        if (needed > Array.MaxLength)
        {
            throw new RecordingException(reader.FileName, null, $"at most {Array.MaxLength} events", "more", "Stream it batch by batch.");
        }

        if (reader.EventsLeftAtMost is { } left)
        {
            return (int)Math.Min(needed + left, Array.MaxLength);
        }

        // Early promises can be far off; sixteenfold growth copies little and bounds the error.
        long promised = reader is { ByteLength: { } length, BytePosition: > 0 and var at } ? (long)(count * ((double)length / at) * 1.02) : 2L * count;
        return (int)Math.Min(Step + Math.Max(Math.Min(promised, 16L * count), count + (count / 2)), Array.MaxLength);
    }

    private static T[] Resized<T>(T[] array, int used, int size)
        where T : unmanaged
    {
        long bytes = (long)size * Unsafe.SizeOf<T>();
        T[] other = GC.AllocateUninitializedArray<T>(size, pinned: bytes >= HugePages.Threshold);
        if (bytes is >= HugePages.Threshold and <= int.MaxValue)
        {
            HugePages.Advise(MemoryMarshal.AsBytes(other.AsSpan()));
        }

        array.AsSpan(0, used).CopyTo(other);
        return other;
    }

    private void MakeRoom(RecordingReader reader, PageTouch touch)
    {
        if (t.Length - Count >= Step)
        {
            return;
        }

        touch.Stop();
        Resize(Larger(reader, Count));
        touch.Start(t, x, y, p, Count);
    }

    /// <summary>Gives back what was not needed, where that is much.</summary>
    private void Trim()
    {
        if (t.Length - Count > Count / 8)
        {
            Resize(Count);
        }
    }

    private void Resize(int size)
    {
        t = Resized(t, Count, size);
        x = Resized(x, Count, size);
        y = Resized(y, Count, size);
        p = Resized(p, Count, size);
    }
}
