using EventSnn.Events.Batches;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Tests.Seeking;
using EventSnn.Recordings.Tests.Support;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Bytes;

/// <summary>A file may be cut or appended to while it is read.</summary>
public sealed class ChangingFileTests
{
    [Theory]
    [InlineData("dat", 0)]
    [InlineData("dat", 1_200_003)]
    [InlineData("evt3", 700_001)]
    [InlineData("aedat3.1", 4096)]
    [InlineData("aedat4", 500_000)]
    [InlineData("csv", 1_500_000)]
    public void A_file_that_is_cut_while_it_is_read_ends_there(string format, int length)
    {
        using TemporaryFolder folder = new();
        CutWhileRead.EndsThere(folder, format, length, ReadOptions.Default);
    }

    [Fact]
    public void Events_that_are_appended_while_a_file_is_read_are_read_too()
    {
        using TemporaryFolder folder = new();
        (string file, var all) = TimeRangeTests.Make(folder, "dat");
        using RecordingReader reader = Recording.Open(file);
        using EventBatch batch = new EventBatchPool(16384, 1).Rent();
        reader.Read(batch).ShouldBeTrue();
        byte[] more = new byte[8 * 50_000];
        using (FileStream end = new(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            end.Write(more);
        }

        long count = batch.Count;
        while (reader.Read(batch))
        {
            count += batch.Count;
        }

        count.ShouldBe(all.T.Count + 50_000);
        reader.WarningCount.ShouldBe(0);
    }
}
