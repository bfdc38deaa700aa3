using EventSnn.Events.Batches;
using EventSnn.Recordings;

namespace EventSnn.Cli.Tests.Train;

/// <summary>A folder-per-class data set of two shapes that a small network can tell apart: a bar at the top or at the bottom of 16x16 pixels.</summary>
internal static class TinyFolders
{
    /// <summary>The options that open it, and make training short.</summary>
    public static string[] Options(string folder) => ["--data", folder, "--layout", "folder", "--size", "16x16"];

    public static string[] Training(string folder) =>
    [
        "train", .. Options(folder), "--folds", "3", "--dt", "20", "--window", "200", "--downsample", "2", "--batch", "4", "--no-augmentation",
        "--schedule", "Constant", "--json",
    ];

    public static string Write(string folder, int clipsPerClass = 6)
    {
        foreach ((string name, int row) in new[] { ("bottom", 12), ("top", 2) })
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
            for (int clip = 0; clip < clipsPerClass; clip++)
            {
                using EventBatch batch = EventBatchPool.Shared.Rent();
                for (int ms = 0; ms < 200; ms++)
                {
                    int n = (ms * 7) + (clip * 3);
                    batch.Add(ms * 1000, 2 + (n % 12), row + (n % 3), n & 1);
                }

                using var writer = Recording.Create(Path.Combine(folder, name, $"{clip}.bin"));
                writer.Write(batch);
                writer.Complete();
            }
        }

        return folder;
    }
}
