using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Bytes;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings;

/// <summary>A whole recording in memory, for data sets of short clips; long recordings are better streamed.</summary>
public sealed class RecordedEvents
{
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

    /// <summary>Reads what is left of a recording.</summary>
    /// <param name="reader">The reader; stays the caller's.</param>
    /// <returns>Its events.</returns>
    /// <exception cref="RecordingException">It is damaged and the reader strict, or it holds more events than an array.</exception>
    public static RecordedEvents ReadAll(RecordingReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        using EventBatch batch = EventBatchPool.Shared.Rent();
        RecordedEvents all = new();
        while (reader.Read(batch))
        {
            all.Append(batch, reader);
        }

        return all;
    }

    /// <summary>The size to grow to: what the part that was read promises for the whole file, so that most files need one allocation.</summary>
    private static int Larger(RecordingReader reader, int count, int more)
    {
        long soFar = (long)count + more;
        long promised = reader is { ByteLength: { } length, BytePosition: > 0 and var at } ? (long)(soFar * ((double)length / at) * 1.02) + 1024 : 2 * soFar;

        // Early promises can be far off; sixteenfold growth copies little and bounds the error.
        long size = Math.Max(Math.Min(promised, 16 * soFar), soFar + (soFar / 2));
        return soFar <= Array.MaxLength
            ? (int)Math.Min(size, Array.MaxLength)
            : throw new RecordingException(reader.FileName, null, $"at most {Array.MaxLength} events", "more", "Stream it batch by batch.");
    }

    private static void Resize<T>(ref T[] array, int used, int size)
        where T : unmanaged
    {
        T[] larger = GC.AllocateUninitializedArray<T>(size);
        if ((long)size * Unsafe.SizeOf<T>() <= int.MaxValue)
        {
            HugePages.Advise(MemoryMarshal.AsBytes(larger.AsSpan()));
        }

        array.AsSpan(0, used).CopyTo(larger);
        array = larger;
    }

    private void Append(EventBatch batch, RecordingReader reader)
    {
        if (t.Length - Count < batch.Count)
        {
            int size = Larger(reader, Count, batch.Count);
            Resize(ref t, Count, size);
            Resize(ref x, Count, size);
            Resize(ref y, Count, size);
            Resize(ref p, Count, size);
        }

        batch.Timestamps.CopyTo(t.AsSpan(Count));
        batch.X.CopyTo(x.AsSpan(Count));
        batch.Y.CopyTo(y.AsSpan(Count));
        batch.Polarities.CopyTo(p.AsSpan(Count));
        Count += batch.Count;
    }
}
