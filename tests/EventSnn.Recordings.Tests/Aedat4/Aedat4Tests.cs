using System.Buffers.Binary;
using EventSnn.Events.Streams;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Tests.Support;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Aedat4;

public sealed class Aedat4Tests
{
    private static readonly (long, int, int, int)[] Scene = [.. Enumerable.Range(0, 20_000).Select(i => (1_718_924_384_950_507L + i, i % 128, i / 128 % 128, i & 1))];

    [Fact]
    public void A_file_of_other_streams_names_and_counts_them()
    {
        ReadAll read = ReadAll.From(SharedData.PathOrSkip("data/formats/davis.aedat4"));

        read.Reader.OtherItems.ShouldBe([new("FRME packet", 3), new("IMUS packet", 13), new("TRIG packet", 11)], ignoreOrder: true);
        read.Reader.Camera.ShouldBe("DAVIS346_00000104");
    }

    [Fact]
    public void A_stream_is_chosen_by_number_or_name_and_an_unknown_one_is_an_error()
    {
        string path = SharedData.PathOrSkip("data/formats/sample.aedat4");

        ReadAll.From(path, new ReadOptions { Stream = "0" }).Events.Count.ShouldBe(6676);
        ReadAll.From(path, new ReadOptions { Stream = "events" }).Events.Count.ShouldBe(6676);
        Should.Throw<RecordingException>(() => ReadAll.From(path, new ReadOptions { Stream = "frames" })).Expected.ShouldContain("0 (events)");
    }

    [Fact]
    public void Both_socket_variants_are_read()
    {
        byte[] file = Written.As(new() { Format = "aedat4", Compression = "none" }, Scene[..100]);
        int header = 14 + 4 + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(14));
        int packet = 8 + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(header + 4));

        // The newer one begins with the header behind the version line, the older one with the first packet.
        ReadAll.From(file[14..(header + packet)], "socket").Events.ShouldBe(Scene[..100]);
        ReadAll.From(file[header..(header + packet)], "socket").Events.ShouldBe(Scene[..100]);
    }

    [Fact]
    public void A_damaged_packet_is_passed_over_and_the_ones_behind_it_are_read()
    {
        byte[] file = Written.As(new() { Format = "aedat4" }, Scene);
        int header = 14 + 4 + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(14));
        file[header + 8 + 20] ^= 0xFF;
        file[header + 8] ^= 0xFF;

        ReadAll read = ReadAll.From(file, "a.aedat4", batch: 1000);

        read.Events.ShouldBe(Scene[8192..]);
        read.Order.ShouldContain(o => o.Notice.Kind == NoticeKind.Damaged && o.EventsBefore == 0);
    }

    [Fact]
    public void Packets_that_are_unpacked_together_are_told_in_the_order_of_the_file()
    {
        (long, int, int, int)[] scene = [.. Enumerable.Range(0, 100_000).Select(i => (1_000_000L + i, ((i * 7) ^ (i >> 6)) & 127, (i / 3) % 128, (i >> 3) & 1))];
        byte[] file = Written.As(new() { Format = "aedat4" }, scene);
        int at = 14 + 4 + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(14));
        List<int> packets = [];
        for (int i = 0; i < 13; i++)
        {
            packets.Add(at);
            at += 8 + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4));
        }

        // The third and the ninth are damaged, the fifth belongs to a stream that nobody declared.
        file[packets[2] + 8] ^= 0xFF;
        file[packets[8] + 8] ^= 0xFF;
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(packets[4]), 77);

        ReadAll read = ReadAll.From(file, "a.aedat4", batch: 3000);

        int[] lost = [2, 4, 8];
        read.Events.ShouldBe(scene.Where((_, i) => !lost.Contains(i / 8192)));
        read.Order.Where(o => o.Notice.Kind == NoticeKind.Damaged).Select(o => o.EventsBefore).ShouldBe([2 * 8192, 6 * 8192]);
        read.Reader.OtherItems.Count.ShouldBe(1);
    }

    [Fact]
    public void Without_a_data_table_the_packets_run_to_the_end()
    {
        byte[] file = Written.As(new() { Format = "aedat4" }, Scene);
        long table = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(14 + 32));
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(14 + 32), -1);

        ReadAll read = ReadAll.From(file[..(int)table], "a.aedat4", new ReadOptions { Strict = true });

        read.Events.ShouldBe(Scene);
        read.Reader.FormatDetail.ShouldContain("data table absent");
    }
}
