using Apache.Arrow;
using Apache.Arrow.Ipc;
using EventSnn.Arrow.Batches;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Tests.Support;

namespace EventSnn.Recordings.Tests.Arrow.Official;

/// <summary>Our Arrow IPC against that of the official package, files and streams, both ways.</summary>
public sealed class OfficialPackageTests
{
    [Theory]
    [InlineData("arrow", 0)]
    [InlineData("arrow", 1)]
    [InlineData("arrow", 70_001)]
    [InlineData("arrow-stream", 0)]
    [InlineData("arrow-stream", 1)]
    [InlineData("arrow-stream", 70_001)]
    public async Task They_read_what_we_write(string format, int count)
    {
        var scene = Scene(count);
        MemoryStream bytes = new(Written.As(new() { Format = format, Size = SensorSize.Dvs128 }, scene, 10_000));
        List<(long, int, int, int)> found = [];
        using ArrowStreamReader reader = format == "arrow" ? new ArrowFileReader(bytes) : new ArrowStreamReader(bytes);
        if (reader is ArrowFileReader file)
        {
            int batches = await file.RecordBatchCountAsync();
            for (int i = batches - 1; i >= 0; i--)
            {
                // By the footer, from the last to the first.
                using RecordBatch rows = await file.ReadRecordBatchAsync(i, TestContext.Current.CancellationToken);
                found.InsertRange(0, Tuples(rows));
            }
        }
        else
        {
            while (await reader.ReadNextRecordBatchAsync(TestContext.Current.CancellationToken) is { } rows)
            {
                found.AddRange(Tuples(rows));
                rows.Dispose();
            }
        }

        found.ShouldBe(scene);
        reader.Schema.FieldsList.Select(f => (f.Name, f.DataType.Name, f.IsNullable)).ShouldBe([("t", "int64", false), ("x", "uint16", false), ("y", "uint16", false), ("p", "uint8", false)]);
        reader.Schema.Metadata["width"].ShouldBe("128");
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 70_001)]
    [InlineData(false, 1)]
    [InlineData(false, 70_001)]
    public async Task We_read_what_they_write_of_event_batches_that_are_only_shown_to_them(bool file, int count)
    {
        var scene = Scene(count);
        MemoryStream bytes = new();
        using (ArrowStreamWriter writer = file ? new ArrowFileWriter(bytes, EventRecordBatch.Schema, leaveOpen: true) : new ArrowStreamWriter(bytes, EventRecordBatch.Schema, leaveOpen: true))
        {
            await writer.WriteStartAsync(TestContext.Current.CancellationToken);
            EventBatchPool pool = new(10_000, 2);
            foreach (var part in scene.Chunk(9_999))
            {
                using EventBatch batch = pool.Rent();
                foreach ((long t, int x, int y, int p) in part)
                {
                    batch.Add(t, x, y, p);
                }

                using RecordBatch rows = EventRecordBatch.View(batch);
                await writer.WriteRecordBatchAsync(rows, TestContext.Current.CancellationToken);
            }

            await writer.WriteEndAsync(TestContext.Current.CancellationToken);
        }

        ReadAll read = ReadAll.From(bytes.ToArray(), file ? "a.arrow" : "a.arrows", batch: 777);

        read.Events.ShouldBe(scene);
        read.Reader.Format.ShouldBe(file ? "arrow" : "arrow-stream");
        read.Reader.WarningCount.ShouldBe(0);
    }

    private static List<(long T, int X, int Y, int P)> Scene(int count) =>
        [.. Enumerable.Range(0, count).Select(i => (1_718_924_384_950_507L + (i * 3), i % 128, i / 128 % 128, (i / 7) & 1))];

    private static List<(long, int, int, int)> Tuples(RecordBatch rows)
    {
        rows.Length.ShouldBeGreaterThanOrEqualTo(0);
        List<(long, int, int, int)> tuples = [];
        for (int i = 0; i < rows.Length; i++)
        {
            tuples.Add((
                ((Int64Array)rows.Column("t")).Values[i], ((UInt16Array)rows.Column("x")).Values[i],
                ((UInt16Array)rows.Column("y")).Values[i], ((UInt8Array)rows.Column("p")).Values[i]));
        }

        return tuples;
    }
}
