using EventSnn.Events.Batches;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Tests.Seeking;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Support;

/// <summary>A file that somebody cuts while it is read.</summary>
internal static class CutWhileRead
{
    /// <summary>The reader ends at the cut, and what it gave until then are the file's events.</summary>
    /// <param name="folder">Where the file is made.</param>
    /// <param name="format">Its format.</param>
    /// <param name="length">What is left of it, in bytes.</param>
    /// <param name="options">How it is read.</param>
    public static void EndsThere(TemporaryFolder folder, string format, int length, ReadOptions options)
    {
        (string file, var all) = TimeRangeTests.Make(folder, format);
        using RecordingReader reader = Recording.Open(file, options);
        using EventBatch batch = new EventBatchPool(1000, 1).Rent();
        reader.Read(batch).ShouldBeTrue();
        long count = batch.Count;

        // The first piece of 256 KiB is at hand; most of it is not there any more.
        using (FileStream cut = new(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            cut.SetLength(length);
        }

        while (reader.Read(batch))
        {
            batch.Timestamps[0].ShouldBe(all.T[(int)count]);
            count += batch.Count;
        }

        count.ShouldBeLessThan(all.T.Count);
    }
}
