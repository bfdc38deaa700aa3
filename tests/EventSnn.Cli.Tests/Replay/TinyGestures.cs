using EventSnn.Events.Batches;
using EventSnn.Events.Random;
using EventSnn.Recordings;
using EventSnn.Recordings.Writing;

namespace EventSnn.Cli.Tests.Replay;

/// <summary>A small labelled recording that any network can learn: every class is a patch of its own place.</summary>
internal static class TinyGestures
{
    public const int Classes = 3;

    /// <summary>Writes NAME.aedat, NAME_labels.csv and gesture_mapping.csv.</summary>
    public static string Write(string folder, string name, ulong seed, int gestures = 6, int milliseconds = 200)
    {
        string path = Path.Combine(folder, name + ".aedat");
        var random = new RandomStream(seed);
        var labels = new List<string> { "class,startTime_usec,endTime_usec" };
        using RecordingWriter writer = Recording.Create(path, new WriteOptions { Size = new(128, 128) });
        using EventBatch batch = EventBatchPool.Shared.Rent();
        long t = 1_000_000;
        for (int g = 0; g < gestures; g++)
        {
            int label = g % Classes;
            long end = t + (milliseconds * 1000);
            labels.Add($"{label + 1},{t},{end}");
            for (; t < end; t += 100)
            {
                batch.Add(t, 10 + (label * 40) + random.NextInt32(20), 30 + random.NextInt32(60), random.NextInt32(2));
            }

            writer.Write(batch);
            batch.Clear();
            t += 100_000;
        }

        writer.Complete();
        File.WriteAllLines(Path.Combine(folder, name + "_labels.csv"), labels);
        File.WriteAllLines(Path.Combine(folder, "gesture_mapping.csv"), ["action,label", "left,1", "middle ,2", "right,3"]);
        return path;
    }
}
