using EventSnn.Events.Batches;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Tests.Support;

/// <summary>Writes events to memory.</summary>
public static class Written
{
    public static byte[] As(WriteOptions options, IEnumerable<(long T, int X, int Y, int P)> events, int batchSize = 64)
    {
        EventBatchPool pool = new(batchSize);
        using EventBatch batch = pool.Rent();
        MemoryStream bytes = new();
        using RecordingWriter writer = Recording.Create(bytes, options);
        foreach ((long t, int x, int y, int p) in events)
        {
            batch.Add(t, x, y, p);
            if (batch.Free == 0)
            {
                writer.Write(batch);
                batch.Clear();
            }
        }

        writer.Write(batch);
        writer.Complete();
        return bytes.ToArray();
    }

    /// <summary>A name with the extension that the format is found by.</summary>
    public static string NameFor(string format) => "a" + format switch
    {
        "bin" => ".bin", "csv" => ".csv", "dat" => ".dat", "es" => ".es", "aedat4" => ".aedat4", "arrow" => ".arrow", "arrow-stream" => ".arrows", "evt2" or "evt3" => ".raw", _ => ".aedat",
    };
}
