using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Random;
using EventSnn.Recordings;
using EventSnn.Recordings.Writing;

namespace EventSnn.Cli.Bench;

/// <summary>One file to decode.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Format">The file's format.</param>
/// <param name="Pattern">How its events follow each other.</param>
internal sealed record DecodeCase(string Name, string Format, EventPattern Pattern)
{
    private static readonly SensorSize Size = new(346, 260);

    /// <summary>All cases.</summary>
    public static IReadOnlyList<DecodeCase> All { get; } =
    [
        new("aedat2.0", "aedat2.0", EventPattern.Mix),
        new("aedat3.1", "aedat3.1", EventPattern.Mix),
        new("dat", "dat", EventPattern.Mix),
        new("evt2", "evt2", EventPattern.Mix),
        new("evt3, dense vectors", "evt3", EventPattern.Rows),
        new("evt3, single events", "evt3", EventPattern.Singles),
        new("evt3, a mix", "evt3", EventPattern.Mix),
        new("aedat4 lz4", "aedat4", EventPattern.Mix),
        new("es", "es", EventPattern.Mix),
        new("arrow", "arrow", EventPattern.Mix),
    ];

    /// <summary>Writes the file.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="name">Its name.</param>
    /// <param name="count">Events.</param>
    /// <returns>Its path.</returns>
    public string Write(string folder, string name, int count)
    {
        string path = Path.Combine(folder, name + Recording.ExtensionOf(Format));
        using RecordingWriter writer = Recording.Create(path, new WriteOptions { Format = Format, Size = Size });
        using EventBatch batch = new EventBatchPool(EventBatchPool.DefaultCapacity, 1).Rent();
        RandomStream random = new(1);
        long t = 0;
        int x = 0;
        int y = 0;
        int p = 0;
        int run = 0;
        for (int i = 0; i < count; i++)
        {
            if (run == 0)
            {
                // A moving edge: bursts along a row; between them noise anywhere.
                t += random.NextInt32(4);
                y = random.NextInt32(Size.Height);
                p = random.NextInt32(2);
                run = Pattern == EventPattern.Singles ? 1 : Pattern == EventPattern.Rows ? 32 : random.NextInt32(3) == 0 ? 1 + random.NextInt32(20) : 1;
                x = random.NextInt32(Size.Width - 40);
            }

            batch.Add(t, x, y, p);
            x += Pattern == EventPattern.Mix ? 1 + (random.NextInt32(3) == 0 ? 1 : 0) : 1;
            run--;
            if (batch.Free == 0)
            {
                writer.Write(batch);
                batch.Clear();
            }
        }

        writer.Write(batch);
        writer.Complete();
        return path;
    }
}
