using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Tests.Support;
using EventSnn.Recordings.Writing;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Aedat3;

public sealed class Aedat3WriterTests
{
    private static readonly WriteOptions Aedat3 = new() { Format = "aedat3.1", Size = SensorSize.Dvs128 };

    [Fact]
    public void What_is_written_reads_back_and_writes_the_same_bytes_again()
    {
        using PooledEvents events = new(8);
        using EventBatch scene = events.Batch((5, 0, 0, 1), (int.MaxValue, 127, 0, 0), (2147483648, 0, 127, 1), (2147483647, 127, 127, 0), (9L << 31, 3, 4, 1));

        byte[] first = Write(Aedat3, scene);
        ReadAll read = ReadAll.From(first, "scene.aedat", batch: 2);
        read.Events.ShouldBe(PooledEvents.Tuples(scene));

        using EventBatch again = events.Batch([.. read.Events]);
        Write(Aedat3, again).ShouldBe(first);
    }

    [Fact]
    public void The_bytes_do_not_depend_on_the_batches()
    {
        using PooledEvents events = new(9000);
        using EventBatch whole = events.Pool.Rent();
        for (int i = 0; i < 9000; i++)
        {
            whole.Add(i * 300_000L, i % 128, i / 128 % 128, i & 1);
        }

        using EventBatch head = events.Pool.Rent();
        using EventBatch tail = events.Pool.Rent();
        for (int i = 0; i < 9000; i++)
        {
            (i < 3333 ? head : tail).Add(i * 300_000L, i % 128, i / 128 % 128, i & 1);
        }

        Write(Aedat3, head, tail).ShouldBe(Write(Aedat3, whole));
    }

    [Fact]
    public void What_the_format_cannot_hold_is_refused_with_the_option_that_helps()
    {
        using PooledEvents events = new();
        using EventBatch early = events.Batch((-1, 0, 0, 1));
        using EventBatch wide = events.Batch((1, 40000, 0, 1));
        using EventBatch outside = events.Batch((1, 128, 0, 1));

        Should.Throw<RecordingException>(() => Write(Aedat3, early)).Message.ShouldContain("--time-origin first");
        Should.Throw<RecordingException>(() => Write(Aedat3 with { Size = null }, wide)).Message.ShouldContain("--crop");
        Should.Throw<RecordingException>(() => Write(Aedat3, outside)).Message.ShouldContain("--size");
    }

    [Fact]
    public void A_file_appears_when_it_is_complete_and_an_abandoned_one_leaves_the_old_one()
    {
        using TemporaryFolder folder = new();
        using PooledEvents events = new();
        using EventBatch batch = events.Batch((1, 2, 3, 1));
        string path = folder.File("a.aedat");
        File.WriteAllText(path, "old");

        using (RecordingWriter writer = Recording.Create(path))
        {
            writer.Write(batch);
        }

        File.ReadAllText(path).ShouldBe("old");
        Directory.GetFiles(folder.Path).ShouldBe([path]);

        using (RecordingWriter writer = Recording.Create(path))
        {
            writer.Write(batch);
            writer.Complete();
        }

        ReadAll.From(path).Events.ShouldBe([(1, 2, 3, 1)]);
        Directory.GetFiles(folder.Path).ShouldBe([path]);
    }

    [Fact]
    public void A_gz_extension_compresses_and_reads_back()
    {
        using TemporaryFolder folder = new();
        using PooledEvents events = new();
        using EventBatch batch = events.Batch((1, 2, 3, 1), (4, 5, 6, 0));
        string path = folder.File("a.aedat.gz");
        using (RecordingWriter writer = Recording.Create(path))
        {
            writer.Write(batch);
            writer.Complete();
        }

        File.ReadAllBytes(path)[..2].ShouldBe([0x1F, 0x8B]);
        ReadAll.From(path).Events.ShouldBe([(1, 2, 3, 1), (4, 5, 6, 0)]);
    }

    private static byte[] Write(WriteOptions options, params EventBatch[] batches)
    {
        MemoryStream bytes = new();
        using RecordingWriter writer = Recording.Create(bytes, options);
        foreach (EventBatch batch in batches)
        {
            writer.Write(batch);
        }

        writer.Complete();
        return bytes.ToArray();
    }
}
