using EventSnn.Events.Batches;
using EventSnn.Recordings;
using EventSnn.Training.DataSets;
using EventSnn.TestKit;

namespace EventSnn.Training.Tests.Support;

/// <summary>A folder-per-class data set of two shapes that a small network can tell apart: a bar at the top or at the bottom of 16x16 pixels.</summary>
internal sealed class TinyClips : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TinyClips(int clipsPerClass = 6)
    {
        foreach ((string name, int row) in new[] { ("bottom", 12), ("top", 2) })
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, name));
            for (int clip = 0; clip < clipsPerClass; clip++)
            {
                Write(Path.Combine(folder.Path, name, $"{clip}.bin"), row, clip);
            }
        }

        DataSet = FolderDataSet.Open(folder.Path, new(16, 16));
    }

    public string Path_ => folder.Path;

    public ClipDataSet DataSet { get; }

    public ClipStore Load() => ClipStore.Load(DataSet, new ClipBinning(10_000));

    public void Dispose() => folder.Dispose();

    // 200 ms; every millisecond one event in the bar, its column and polarity by a counter that differs from clip to clip.
    private static void Write(string path, int row, int clip)
    {
        using var events = new PooledEvents(256);
        using EventBatch batch = events.Pool.Rent();
        for (int ms = 0; ms < 200; ms++)
        {
            int n = (ms * 7) + (clip * 3);
            batch.Add(ms * 1000, 2 + (n % 12), row + (n % 3), n & 1);
        }

        using var writer = Recording.Create(path);
        writer.Write(batch);
        writer.Complete();
    }
}
