using System.Buffers.Binary;
using EventSnn.Events.Streams;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Seeking;
using EventSnn.Recordings.Tests.Support;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Seeking;

/// <summary>The data table of AEDAT 4, believed only as far as it can be checked.</summary>
public sealed class PacketTableTests
{
    private static readonly ReadOptions Range = new() { From = 1_000_000, To = 1_100_000 };

    [Theory]
    [InlineData("none")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public void The_table_finds_the_packets_of_a_range(string compression)
    {
        using TemporaryFolder folder = new();
        (string file, Events all) = TimeRangeTests.Make(folder, "aedat4", compression);

        (Events found, RecordingReader reader) = TimeRangeTests.Read(file, Range, 1000);

        found.ShouldBeSame(all.Within(Range.From, Range.To), compression);
        reader.IndexUse.ShouldBe(TimeIndexUse.FileTable);
        reader.Counters.PassedOver.ShouldBeGreaterThan(100_000);
    }

    [Fact]
    public void Without_a_table_an_index_is_kept_as_for_any_format()
    {
        using TemporaryFolder folder = new();
        (string file, Events all) = Changed(folder, bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(Table), -1), cut: true);
        ReadOptions options = Range with { IndexFolder = folder.File("index") };

        TimeRangeTests.Read(file, options, 777).Reader.IndexUse.ShouldBe(TimeIndexUse.Built);
        (Events found, RecordingReader reader) = TimeRangeTests.Read(file, options, 777);

        reader.IndexUse.ShouldBe(TimeIndexUse.Kept);
        reader.Counters.PassedOver.ShouldBeGreaterThan(100_000);
        found.ShouldBeSame(all.Within(Range.From, Range.To), "index");
    }

    [Fact]
    public void A_table_with_a_hole_or_a_damaged_one_is_told_of_and_not_used()
    {
        // The offset of the second packet; the number of packets; the mark.
        foreach ((int at, byte value) in new[] { (EntryAt(1) + 4, (byte)99), (40, (byte)3), (8, (byte)'X') })
        {
            using TemporaryFolder folder = new();
            (string file, Events all) = Changed(folder, bytes => bytes[(int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(Table)) + at] = value);

            (Events found, RecordingReader reader) = TimeRangeTests.Read(file, Range, 4096);

            found.ShouldBeSame(all.Within(Range.From, Range.To), $"byte {at}");
            reader.IndexUse.ShouldBe(TimeIndexUse.None);
            reader.Warnings.ShouldHaveSingleItem().Expected.ShouldContain("data table");
            Should.Throw<RecordingException>(() => TimeRangeTests.Read(file, Range with { Strict = true }, 4096));
        }
    }

    [Fact]
    public void A_table_that_lies_about_times_is_told_of()
    {
        // The packets at the range claim to end earlier than they do.
        using TemporaryFolder folder = new();
        (string file, _) = Changed(folder, bytes =>
        {
            long table = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(Table));
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan((int)table + EntryAt(0) + 36), 200);
        });
        using RecordingReader reader = Recording.Open(file, Range);

        ReadAll read = ReadAll.From(reader, 4096);

        read.Notices.ShouldContain(n => n.Kind == NoticeKind.Damaged && n.Detail.Contains("data table"));
    }

    [Fact]
    public void A_real_file_of_several_streams_gives_the_same_events_by_its_table()
    {
        foreach (string name in new[] { "davis.aedat4", "sample.aedat4" })
        {
            string path = SharedData.PathOrSkip($"data/formats/{name}");
            Events all = TimeRangeTests.Read(path, ReadOptions.Default, 4096).Events;
            long duration = all.T[^1] - all.T[0];
            for (int i = 0; i < 10; i++)
            {
                ReadOptions options = new() { From = i * duration / 10, To = (i + 2) * duration / 10 };
                (Events found, RecordingReader reader) = TimeRangeTests.Read(path, options, 500);
                found.ShouldBeSame(all.Within(options.From, options.To), $"{name}, part {i}");
                reader.WarningCount.ShouldBe(0);
            }
        }
    }

    /// <summary>Where the header tells the place of the table; see FlatWriter.Header.</summary>
    private const int Table = 14 + 32;

    /// <summary>Where an entry begins in an uncompressed table of 32 packets; see FlatWriter.DataTable.</summary>
    private static int EntryAt(int i) => ((44 + (4 * 32) + 7) & ~7) + (48 * i) + 4;

    private static (string File, Events All) Changed(TemporaryFolder folder, Action<byte[]> change, bool cut = false)
    {
        (string file, Events all) = TimeRangeTests.Make(folder, "aedat4", "none");
        byte[] bytes = File.ReadAllBytes(file);
        int table = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(Table));
        change(bytes);
        File.WriteAllBytes(file, cut ? bytes[..table] : bytes);
        return (file, all);
    }
}
