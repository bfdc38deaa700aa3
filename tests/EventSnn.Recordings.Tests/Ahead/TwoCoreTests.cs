using EventSnn.Events.Batches;
using EventSnn.Events.Streams;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Tests.Manifest;
using EventSnn.Recordings.Tests.Seeking;
using EventSnn.Recordings.Tests.Support;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Ahead;

/// <summary>Two cores give what one core gives, and what the reader gives that decodes record after record, whatever the file holds.</summary>
public sealed class TwoCoreTests
{
    private const int Batch = 256;
    private static readonly ReadOptions One = new() { WorkAhead = false, ChunksFrom = 1, ChunkBatchFrom = 1 };
    private static readonly ReadOptions Two = One with { WorkAhead = true };
    private static readonly ReadOptions Helper = Two with { HelperDecodesAll = true };

    public static TheoryData<string> Formats() => [.. HostileFiles.Formats];

    public static TheoryData<string> Paths() => ManifestTests.Paths();

    [Theory]
    [MemberData(nameof(Formats))]
    public void Any_file_gives_the_same_events_notices_and_faults(string format)
    {
        using TemporaryFolder folder = new();
        for (ulong seed = 0; seed < 40; seed++)
        {
            byte[] content = HostileFiles.Make(format, seed);
            string file = folder.File("hostile");
            File.WriteAllBytes(file, content);
            string what = $"{format}, seed {seed}";
            ReadOptions named = new() { Format = format.Split(',')[0] };

            ReadAll alone = ReadAll.From(content, "hostile", named, Batch);
            ReadAll one = ReadAll.From(file, One with { Format = named.Format }, Batch);
            one.Events.ShouldBe(alone.Events, what);
            Counts(one.Reader).ShouldBe(Counts(alone.Reader), what);
            foreach (ReadOptions options in new[] { Two, Helper })
            {
                ReadAll two = ReadAll.From(file, options with { Format = named.Format }, Batch);
                two.Digest.ShouldBe(one.Digest, what);
                Counts(two.Reader).ShouldBe(Counts(one.Reader), what);
                two.Reader.Warnings.ShouldBe(one.Reader.Warnings, what);
                two.Order.Select(o => Text(o.Notice, o.EventsBefore)).ShouldBe(one.Order.Select(o => Text(o.Notice, o.EventsBefore)), what);
            }

            Strictly(file, One with { Format = named.Format }).ShouldBe(Strictly(file, Helper with { Format = named.Format }), what);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Batches_of_any_size_and_whole_recordings_hold_the_same(string format)
    {
        using TemporaryFolder folder = new();
        string file = folder.File("hostile");
        File.WriteAllBytes(file, HostileFiles.Make(format, 12));
        ReadOptions named = new() { Format = format.Split(',')[0] };
        List<(long, int, int, int)> expected = ReadAll.From(file, named, Batch).Events;

        using (RecordingReader reader = Recording.Open(file, Helper with { Format = named.Format }))
        {
            // The first batch sets the size of the chunks; later ones are larger, smaller, or memory of somebody else.
            List<(long, int, int, int)> events = [];
            int[] sizes = [100, 100, 7, 1000, 100, 1];
            bool more = true;
            for (int i = 0; more; i++)
            {
                int size = sizes[i % sizes.Length];
                using EventBatch batch = i % 5 == 3 ? EventBatch.Over(new long[size], new ushort[size], new ushort[size], new byte[size]) : new EventBatchPool(size).Rent();
                more = reader.Read(batch);
                events.AddRange(PooledEvents.Tuples(batch));
            }

            events.ShouldBe(expected);
        }

    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Whole_recordings_that_two_cores_decode_into_one_place_hold_the_same(string format)
    {
        using TemporaryFolder folder = new();
        for (ulong seed = 0; seed < 12; seed++)
        {
            byte[] content = HostileFiles.Make(format, seed, times: 30);
            string file = folder.File("hostile");
            File.WriteAllBytes(file, content);
            ReadOptions named = new() { Format = format.Split(',')[0] };
            RecordedEvents expected;
            using (RecordingReader alone = Recording.Open(new MemoryStream(content), "hostile", named))
            {
                expected = RecordedEvents.ReadAll(alone);
            }

            foreach (ReadOptions options in new[] { One, Two, Helper, Helper with { Size = new(100, 90) } })
            {
                RecordedEvents whole = RecordedEvents.ReadAll(file, options with { Format = named.Format });
                string what = $"{format}, seed {seed}";
                if (options.Size is { } size)
                {
                    int inside = Enumerable.Range(0, expected.Count).Count(i => size.Contains(expected.X[i], expected.Y[i]));
                    whole.Count.ShouldBe(inside, what);
                    continue;
                }

                whole.Timestamps.SequenceEqual(expected.Timestamps).ShouldBeTrue(what);
                whole.X.SequenceEqual(expected.X).ShouldBeTrue(what);
                whole.Y.SequenceEqual(expected.Y).ShouldBeTrue(what);
                whole.Polarities.SequenceEqual(expected.Polarities).ShouldBeTrue(what);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_real_recording_reads_alike(string path)
    {
        string file = SharedData.PathOrSkip("data/" + path);
        ManifestRow row = ManifestRow.All().Single(r => r.Path == path);

        using RecordingReader reader = Recording.Open(file, Helper);
        ReadAll all = ReadAll.From(reader, 1000, keepEvents: false);

        all.Digest.ShouldBe(row.Digest);
        reader.Counters.BackwardTimestamps.ShouldBe(row.Backward);
        reader.WarningCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("dat", 1_200_003)]
    [InlineData("aedat2.0", 700_001)]
    [InlineData("evt2", 400_000)]
    [InlineData("aedat3.1", 4096)]
    public void A_file_that_is_cut_while_it_is_read_ends_there(string format, int length)
    {
        using TemporaryFolder folder = new();
        foreach (ReadOptions options in new[] { One, Two, Helper })
        {
            CutWhileRead.EndsThere(folder, format, length, options);
        }
    }

    [Fact]
    public void Closing_a_reader_in_the_middle_gives_every_batch_back_and_ends_the_helper()
    {
        using TemporaryFolder folder = new();
        (string file, var all) = TimeRangeTests.Make(folder, "dat");
        EventBatchPool pool = new(500);
        for (int i = 0; i < 50; i++)
        {
            using RecordingReader reader = Recording.Open(file, i % 2 == 0 ? Two : Helper);
            using EventBatch batch = pool.Rent();
            for (int k = 0; k < i; k++)
            {
                reader.Read(batch).ShouldBeTrue();
                batch.Timestamps[0].ShouldBe(all.T[k * 500]);
            }
        }

        pool.Outstanding.ShouldBe(0);
        pool.Created.ShouldBe(1);
    }

    private static string Text(StreamNotice notice, int eventsBefore) => $"{eventsBefore}: {notice.Kind}, {notice.Timestamp}, {notice.Count}, {notice.Detail}";

    private static string Strictly(string file, ReadOptions options)
    {
        try
        {
            return ReadAll.From(file, options with { Strict = true }, Batch).Digest;
        }
        catch (RecordingException e)
        {
            return e.Message;
        }
    }

    private static string Counts(RecordingReader reader)
    {
        RecordingCounters c = reader.Counters;
        string skipped = string.Join(", ", Enum.GetValues<SkipReason>().Select(r => $"{r} {c.SkippedFor(r)}"));
        string others = string.Join(", ", reader.OtherItems.OrderBy(o => o.Name, StringComparer.Ordinal));
        return $"{c.Delivered} {c.On} {c.BackwardTimestamps} {c.Missing} {c.TimestampResets} {c.FirstTimestamp} {c.LastTimestamp}; {skipped}; {others}; {reader.WarningCount}";
    }
}
