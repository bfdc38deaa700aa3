using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Random;
using EventSnn.Recordings.Conversion;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Seeking;
using EventSnn.Recordings.Tests.Support;
using EventSnn.Recordings.Writing;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Seeking;

/// <summary>A range of time gives the events that a full read and a filter give, whatever helps to find it.</summary>
public sealed class TimeRangeTests
{
    private const int Count = 260_000;

    public static TheoryData<string> Formats() => [.. Recording.WritableFormatNames];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_range_holds_what_a_full_read_and_a_filter_give_with_and_without_an_index(string format)
    {
        using TemporaryFolder folder = new();
        (string file, Events all) = Make(folder, format);
        long duration = all.T[^1] - all.T[0];
        (long? From, long? To)[] ranges =
        [
            (duration / 2, (duration / 2) + 20_000), (null, 5000), (duration - 3000, null), (duration / 3, duration / 3 * 2), (duration * 2, null), (0, 1), (null, 0),
        ];
        foreach ((long? from, long? to) in ranges)
        {
            Events expected = all.Within(from, to);
            foreach (int batch in from is null || from == to - 20_000 ? new[] { 16384, 777 } : [16384])
            {
                ReadOptions options = new() { From = from, To = to, IndexFolder = folder.File("index") };
                (Events found, RecordingReader reader) = Read(file, options, batch);

                found.ShouldBeSame(expected, $"{format}, {from} to {to} in batches of {batch}, index {reader.IndexUse}");
                RecordingCounters counters = reader.Counters;
                (counters.Delivered + counters.OutsideRange + counters.PassedOver).ShouldBe(Count);
                reader.WarningCount.ShouldBe(0);
            }
        }

        (_, RecordingReader last) = Read(file, new ReadOptions { From = duration / 2, To = (duration / 2) + 1000, IndexFolder = folder.File("index") }, 16384);
        last.IndexUse.ShouldBe(format == "aedat4" ? TimeIndexUse.FileTable : TimeIndexUse.Kept);
        last.Counters.PassedOver.ShouldBeGreaterThan(Count / 2);
        Directory.GetFiles(folder.Path).ShouldBe([file], "nothing is written beside the recording");
    }

    [Fact]
    public void Without_an_index_folder_nothing_is_kept_and_the_events_are_the_same()
    {
        using TemporaryFolder folder = new();
        (string file, Events all) = Make(folder, "dat");

        (Events found, RecordingReader reader) = Read(file, new ReadOptions { From = 1_000_000, To = 2_000_000 }, 4096);

        found.ShouldBeSame(all.Within(1_000_000, 2_000_000), "dat");
        reader.IndexUse.ShouldBe(TimeIndexUse.None);
        reader.Counters.PassedOver.ShouldBe(0);
        Directory.GetFileSystemEntries(folder.Path).ShouldBe([file]);
    }

    [Fact]
    public void A_damaged_index_is_no_index_and_is_replaced()
    {
        using TemporaryFolder folder = new();
        (string file, Events all) = Make(folder, "evt3");
        ReadOptions options = new() { From = 9_000_000, To = 9_050_000, IndexFolder = folder.File("index") };
        Events expected = all.Within(options.From, options.To);
        Read(file, options, 16384).Reader.IndexUse.ShouldBe(TimeIndexUse.Built);
        string index = Directory.GetFiles(folder.File("index")).ShouldHaveSingleItem();
        byte[] good = File.ReadAllBytes(index);
        RandomStream random = new(2);
        for (int i = 0; i < 12; i++)
        {
            byte[] bad = [.. good];
            if (i < 3)
            {
                bad = bad[..(i * bad.Length / 3)];
            }
            else
            {
                bad[random.NextInt32(bad.Length)] ^= (byte)(1 << random.NextInt32(8));
            }

            File.WriteAllBytes(index, bad);
            (Events found, RecordingReader reader) = Read(file, options, 16384);
            found.ShouldBeSame(expected, $"damage {i}");
            reader.IndexUse.ShouldBe(TimeIndexUse.Built);
            File.ReadAllBytes(index).ShouldBe(good);
        }
    }

    [Fact]
    public void An_index_of_a_file_that_has_changed_is_not_used()
    {
        using TemporaryFolder folder = new();
        (string file, Events all) = Make(folder, "dat");
        ReadOptions options = new() { From = 2_000_000, To = 3_000_000, IndexFolder = folder.File("index") };
        Read(file, options, 16384).Reader.IndexUse.ShouldBe(TimeIndexUse.Built);
        DateTime written = File.GetLastWriteTimeUtc(file);

        // Written again at another time, then longer at the same time, then other content of the same length at the same time.
        File.SetLastWriteTimeUtc(file, written.AddSeconds(1));
        Read(file, options, 16384).Reader.IndexUse.ShouldBe(TimeIndexUse.Built);
        File.AppendAllBytes(file, new byte[8]);
        File.SetLastWriteTimeUtc(file, written.AddSeconds(1));
        Read(file, options, 16384).Reader.IndexUse.ShouldBe(TimeIndexUse.Built);
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 0x10;
        File.WriteAllBytes(file, bytes);
        File.SetLastWriteTimeUtc(file, written.AddSeconds(1));
        (Events found, RecordingReader reader) = Read(file, options, 16384);

        reader.IndexUse.ShouldBe(TimeIndexUse.Built);
        found.ShouldBeSame(all.Within(options.From, options.To), "changed");
    }

    [Fact]
    public void Another_way_of_reading_has_an_index_of_its_own()
    {
        using TemporaryFolder folder = new();
        (string file, Events all) = Make(folder, "dat");
        ReadOptions options = new() { From = 2_000_000, To = 2_100_000, IndexFolder = folder.File("index") };
        Read(file, options, 16384).Reader.IndexUse.ShouldBe(TimeIndexUse.Built);
        ReadOptions smaller = options with { Size = new SensorSize(64, 64) };

        Read(file, smaller, 16384).Reader.IndexUse.ShouldBe(TimeIndexUse.Built);
        (Events found, RecordingReader reader) = Read(file, smaller, 16384);

        reader.IndexUse.ShouldBe(TimeIndexUse.Kept);
        found.ShouldBeSame(all.Inside(64, 64).Within(options.From, options.To), "64x64");
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_costs_nothing_but_the_time()
    {
        using TemporaryFolder folder = new();
        (string file, Events all) = Make(folder, "dat");
        File.WriteAllText(folder.File("taken"), "a file");

        (Events found, RecordingReader reader) = Read(file, new ReadOptions { From = 2_000_000, To = 2_100_000, IndexFolder = folder.File("taken") }, 16384);

        found.ShouldBeSame(all.Within(2_000_000, 2_100_000), "dat");
        reader.IndexUse.ShouldBe(TimeIndexUse.NotKept);
        reader.IndexFault.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void A_strict_reader_comes_past_every_fault_also_where_an_index_could_jump_over_it()
    {
        using TemporaryFolder folder = new();
        (string file, _) = Make(folder, "csv");
        File.AppendAllText(file, "no event\n");
        ReadOptions options = new() { To = 1_000_000, IndexFolder = folder.File("index") };
        Read(file, options, 16384).Reader.WarningCount.ShouldBe(1);
        Read(file, options, 16384).Reader.IndexUse.ShouldBe(TimeIndexUse.Kept);

        Should.Throw<RecordingException>(() => Read(file, options with { Strict = true }, 16384)).Found.ShouldContain("no event");
    }

    [Fact]
    public void A_compressed_recording_is_read_through()
    {
        using TemporaryFolder folder = new();
        (string file, Events all) = Make(folder, "evt2");
        RecordingConverter.Convert(file, folder.File("a.dat.gz"), new ConversionOptions());

        (Events found, RecordingReader reader) = Read(folder.File("a.dat.gz"), new ReadOptions { From = 2_000_000, To = 2_100_000, IndexFolder = folder.File("index") }, 16384);

        found.ShouldBeSame(all.Within(2_000_000, 2_100_000), "gz");
        reader.IndexUse.ShouldBe(TimeIndexUse.None);
    }

    [Fact]
    public void A_conversion_of_a_range_counts_what_it_did_not_read()
    {
        using TemporaryFolder folder = new();
        (string file, Events all) = Make(folder, "evt2");
        ConversionOptions options = new() { From = 5_000_000, To = 5_500_000, Read = new ReadOptions { IndexFolder = folder.File("index") } };
        ConversionResult first = RecordingConverter.Convert(file, folder.File("1.csv"), options);
        ConversionResult second = RecordingConverter.Convert(file, folder.File("2.csv"), options);

        first.IndexUse.ShouldBe(TimeIndexUse.Built);
        second.IndexUse.ShouldBe(TimeIndexUse.Kept);
        second.PassedOver.ShouldBeGreaterThan(100_000);
        second.Written.ShouldBe(all.Within(options.From, options.To).T.Count);
        (second.Written + second.OutsideTime + second.Filtered).ShouldBe(second.Read);
        second.Read.ShouldBe(Count);
        File.ReadAllBytes(folder.File("2.csv")).ShouldBe(File.ReadAllBytes(folder.File("1.csv")));
    }

    internal static (string File, Events All) Make(TemporaryFolder folder, string format, string? compression = null)
    {
        // The clocks of the formats wrap on the way: 2^32 us in AEDAT 2 and DAT, 2^31 in AEDAT 3.1, 2^24 in EVT 3.
        bool small = format == "bin";
        bool rises = format == "es";
        long t = format is "aedat2.0" or "dat" ? (1L << 32) - 5_000_000 : format is "aedat3.1" ? (1L << 31) - 5_000_000 : 100;
        RandomStream random = new(11);
        Events all = new();
        string path = folder.File("recording" + Path.GetExtension(Written.NameFor(format)));
        using RecordingWriter writer = Recording.Create(path, new WriteOptions { Format = format, Size = SensorSize.Dvs128, Compression = compression });
        using EventBatch batch = new EventBatchPool(5000, 1).Rent();
        for (int i = 0; i < Count; i++)
        {
            t += small ? random.NextInt32(50) : random.NextInt32(180);
            long back = rises || random.NextInt32(3000) > 0 ? 0 : Math.Min(t, random.NextInt32(1_000_000));
            if (small)
            {
                back = Math.Min(back, t);
            }

            batch.Add(t - back, random.NextInt32(128), random.NextInt32(128), random.NextInt32(2));
            if (batch.Free == 0 || i == Count - 1)
            {
                all.Add(batch);
                writer.Write(batch);
                batch.Clear();
            }
        }

        writer.Complete();
        return (path, all);
    }

    internal static (Events Events, RecordingReader Reader) Read(string path, ReadOptions options, int capacity)
    {
        Events events = new();
        using RecordingReader reader = Recording.Open(path, options);
        using EventBatch batch = new EventBatchPool(capacity, 1).Rent();
        while (reader.Read(batch))
        {
            events.Add(batch);
        }

        return (events, reader);
    }
}
