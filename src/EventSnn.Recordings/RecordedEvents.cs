using EventSnn.Events.Batches;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings;

/// <summary>A whole recording in memory, for data sets of short clips; long recordings are better streamed.</summary>
/// <param name="Timestamps">Times in microseconds, in file order.</param>
/// <param name="X">Columns from the left.</param>
/// <param name="Y">Rows from the top.</param>
/// <param name="Polarities">1 = ON, 0 = OFF.</param>
public sealed record RecordedEvents(long[] Timestamps, ushort[] X, ushort[] Y, byte[] Polarities)
{
    /// <summary>How many events there are.</summary>
    public int Count => Timestamps.Length;

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
        long[] t = [];
        ushort[] x = [];
        ushort[] y = [];
        byte[] p = [];
        int count = 0;
        while (reader.Read(batch))
        {
            if (t.Length - count < batch.Count)
            {
                int size = Larger(reader, count, batch.Count);
                Resize(ref t, size);
                Resize(ref x, size);
                Resize(ref y, size);
                Resize(ref p, size);
            }

            batch.Timestamps.CopyTo(t.AsSpan(count));
            batch.X.CopyTo(x.AsSpan(count));
            batch.Y.CopyTo(y.AsSpan(count));
            batch.Polarities.CopyTo(p.AsSpan(count));
            count += batch.Count;
        }

        Trim(ref t, count);
        Trim(ref x, count);
        Trim(ref y, count);
        Trim(ref p, count);
        return new RecordedEvents(t, x, y, p);
    }

    /// <summary>The size to grow to: what the part that was read promises for the whole file, so that most files need one allocation.</summary>
    private static int Larger(RecordingReader reader, int count, int more)
    {
        long soFar = (long)count + more;
        long promised = reader is { ByteLength: { } length, BytePosition: > 0 and var at } ? (long)(soFar * ((double)length / at) * 1.02) + 1024 : 2 * soFar;
        long size = Math.Max(promised, soFar + (soFar / 2));
        return soFar <= Array.MaxLength
            ? (int)Math.Min(size, Array.MaxLength)
            : throw new RecordingException(reader.FileName, null, $"at most {Array.MaxLength} events", "more", "Stream it batch by batch.");
    }

    private static void Resize<T>(ref T[] array, int size)
        where T : unmanaged
    {
        T[] larger = GC.AllocateUninitializedArray<T>(size);
        array.AsSpan(0, Math.Min(array.Length, size)).CopyTo(larger);
        array = larger;
    }

    private static void Trim<T>(ref T[] array, int count)
        where T : unmanaged
    {
        if (array.Length != count)
        {
            Resize(ref array, count);
        }
    }
}
