using System.Text;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Tests.Support;
using static EventSnn.Recordings.Tests.Aedat3.Aedat3Bytes;

namespace EventSnn.Recordings.Tests.Aedat3;

public sealed class Aedat3ReaderTests
{
    [Fact]
    public void Events_keep_coordinates_polarity_and_time()
    {
        byte[] file = new Aedat3Bytes().Polarities(0, Polarity(0, 0, 1, 10), Polarity(127, 0, 0, 11), Polarity(0, 127, 1, 12), Polarity(127, 127, 0, 13)).ToArray();

        ReadAll all = ReadAll.From(file, "corners.aedat");

        all.Events.ShouldBe([(10, 0, 0, 1), (11, 127, 0, 0), (12, 0, 127, 1), (13, 127, 127, 0)]);
        all.Reader.DeclaredSize.ShouldBe(SensorSize.Dvs128);
        all.Reader.Camera.ShouldBe("DVS128");
    }

    [Fact]
    public void The_overflow_counter_extends_the_time_to_64_bits()
    {
        byte[] file = new Aedat3Bytes().Polarities(0, Polarity(1, 2, 1, int.MaxValue)).Polarities(1, Polarity(1, 2, 1, 0)).Polarities(5, Polarity(1, 2, 0, 7)).ToArray();

        ReadAll.From(file, "a.aedat").Events.Select(e => e.T).ShouldBe([2147483647, 2147483648, (5L << 31) + 7]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Events_whose_valid_bit_is_0_are_skipped_and_counted_for_every_batch_size(int batch)
    {
        // Lengths and patterns that reach the vector path, its squeezing and its scalar rest.
        var expected = new List<(long, int, int, int)>();
        var records = new List<byte[]>();
        for (int i = 0; i < 203; i++)
        {
            bool valid = i % 3 != 0 && i is < 40 or > 60;
            records.Add(Polarity(i % 128, (i * 7) % 128, i & 1, 1000 + i, valid ? 1 : 0));
            if (valid)
            {
                expected.Add((1000 + i, i % 128, (i * 7) % 128, i & 1));
            }
        }

        ReadAll all = ReadAll.From(new Aedat3Bytes().Polarities(0, [.. records]).ToArray(), "a.aedat", batch: batch);

        all.Events.ShouldBe(expected);
        all.Reader.Counters.SkippedFor(SkipReason.Invalid).ShouldBe(203 - expected.Count);
        (all.Reader.Counters.Delivered + all.Reader.Counters.Skipped).ShouldBe(203);
    }

    [Fact]
    public void The_valid_bit_can_be_ignored_for_hand_made_files()
    {
        byte[] file = new Aedat3Bytes().Polarities(0, Polarity(1, 2, 1, 5, valid: 0)).ToArray();

        ReadAll.From(file, "a.aedat", new ReadOptions { IgnoreValidBit = true }).Events.ShouldBe([(5, 1, 2, 1)]);
    }

    [Fact]
    public void All_other_packet_types_are_passed_over_by_size_and_counted_by_name()
    {
        Aedat3Bytes bytes = new();
        for (int type = 2; type <= 14; type++)
        {
            int size = 4 + (type * 3);
            bytes.Packet(type, size, 0, 2, 2, new byte[2 * size]);
            bytes.Polarities(0, Polarity(type, 0, 1, type));
        }

        ReadAll all = ReadAll.From(bytes.ToArray(), "a.aedat");

        all.Events.Select(e => e.X).ShouldBe(Enumerable.Range(2, 13));
        all.Reader.OtherItems.ShouldContain(new OtherItems("IMU6", 2));
        all.Reader.OtherItems.ShouldContain(new OtherItems("type 14", 2));
        all.Reader.Counters.Skipped.ShouldBe(0);
    }

    [Fact]
    public void A_packet_occupies_its_capacity_and_only_its_number_counts()
    {
        byte[] file = new Aedat3Bytes()
            .Packet(1, 8, 0, 4, 2, Polarity(1, 1, 1, 1), Polarity(2, 2, 1, 2), Polarity(99, 99, 1, 99), Polarity(98, 98, 1, 98))
            .Polarities(0, Polarity(3, 3, 0, 3)).ToArray();

        ReadAll.From(file, "a.aedat").Events.Select(e => e.X).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void A_number_above_the_capacity_is_warned_of_and_bounded()
    {
        byte[] file = new Aedat3Bytes().Packet(1, 8, 0, 1, 9, Polarity(1, 1, 1, 1)).Polarities(0, Polarity(2, 2, 1, 2)).ToArray();

        ReadAll all = ReadAll.From(file, "a.aedat");

        all.Events.Select(e => e.X).ShouldBe([1, 2]);
        all.Reader.WarningCount.ShouldBe(1);
    }

    [Fact]
    public void A_header_alone_is_a_recording_without_events()
    {
        ReadAll all = ReadAll.From(new Aedat3Bytes().ToArray(), "a.aedat");

        all.Events.ShouldBeEmpty();
        all.Reader.Counters.FirstTimestamp.ShouldBeNull();
        all.Digest.ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    [Fact]
    public void A_timestamp_reset_stands_between_the_events_before_and_after_it()
    {
        byte[] file = new Aedat3Bytes().Polarities(0, Polarity(1, 1, 1, 900), Polarity(1, 1, 1, 901))
            .Packet(0, 8, 0, 1, 1, Special(1, 0)).Polarities(0, Polarity(2, 2, 1, 5)).ToArray();

        ReadAll all = ReadAll.From(file, "a.aedat");

        all.Order.ShouldContain(o => o.Notice.Kind == NoticeKind.TimestampReset && o.EventsBefore == 2);
        all.Reader.Counters.TimestampResets.ShouldBe(1);
        all.Reader.Counters.BackwardTimestamps.ShouldBe(1);
    }

    [Fact]
    public void A_reset_behind_events_that_all_lie_outside_the_sensor_is_told_and_reading_goes_on()
    {
        byte[] file = new Aedat3Bytes().Polarities(0, Polarity(900, 1, 1, 900), Polarity(901, 1, 1, 901))
            .Packet(0, 8, 0, 1, 1, Special(1, 0)).Polarities(0, Polarity(2, 2, 1, 5)).ToArray();

        ReadAll all = ReadAll.From(file, "a.aedat", new ReadOptions { Size = SensorSize.Dvs128 });

        all.Events.Select(e => e.X).ShouldBe([2]);
        all.Order.ShouldContain(o => o.Notice.Kind == NoticeKind.TimestampReset && o.EventsBefore == 0);
        all.Reader.Counters.SkippedFor(SkipReason.OutsideSensor).ShouldBe(2);
    }

    [Fact]
    public void Steps_back_in_time_are_delivered_counted_and_told()
    {
        byte[] file = new Aedat3Bytes().Polarities(0, Polarity(1, 1, 1, 500), Polarity(1, 1, 1, 400), Polarity(1, 1, 1, 450), Polarity(1, 1, 1, 449)).ToArray();

        ReadAll all = ReadAll.From(file, "a.aedat");

        all.Events.Select(e => e.T).ShouldBe([500, 400, 450, 449]);
        all.Reader.Counters.BackwardTimestamps.ShouldBe(2);
        StreamNotice notice = all.Notices.ShouldHaveSingleItem();
        notice.Kind.ShouldBe(NoticeKind.TimestampBackward);
        notice.Count.ShouldBe(100);
    }

    [Fact]
    public void A_file_cut_at_any_byte_behind_its_header_delivers_its_whole_events_and_says_that_it_is_cut()
    {
        Aedat3Bytes bytes = new();
        int header = bytes.Length;
        byte[] file = bytes.Polarities(0, Polarity(1, 1, 1, 1), Polarity(2, 2, 1, 2)).Packet(3, 36, 0, 1, 1, new byte[36]).Polarities(0, Polarity(3, 3, 1, 3)).ToArray();
        int[] ends = [header, header + 28 + 16, header + 28 + 16 + 28 + 36, file.Length];

        for (int length = header; length <= file.Length; length++)
        {
            ReadAll all = ReadAll.From(file[..length], "cut.aedat");

            int whole = length < header + 36 ? 0 : length < header + 44 ? 1 : length < file.Length ? 2 : 3;
            all.Events.Count.ShouldBe(whole, $"at length {length}");
            all.Notices.Any(n => n.Kind == NoticeKind.Damaged).ShouldBe(!ends.Contains(length), $"at length {length}");
            all.Order.Where(o => o.Notice.Kind == NoticeKind.Damaged).ShouldAllBe(o => o.EventsBefore == whole);
        }
    }

    [Fact]
    public void Strict_mode_throws_at_the_first_fault_with_its_place()
    {
        byte[] file = new Aedat3Bytes().Polarities(0, Polarity(1, 1, 1, 1)).ToArray()[..^3];

        RecordingException e = Should.Throw<RecordingException>(() => ReadAll.From(file, "cut.aedat", new ReadOptions { Strict = true }));

        e.File.ShouldBe("cut.aedat");
        e.ByteOffset.ShouldBe(file.Length - 5);
        e.Message.ShouldContain("expected");
        e.Message.ShouldContain("found");
    }

    [Fact]
    public void Events_outside_the_sensor_are_dropped_counted_and_warned_of()
    {
        byte[] file = new Aedat3Bytes().Polarities(0, Polarity(1, 1, 1, 1), Polarity(200, 1, 1, 2), Polarity(2, 300, 1, 3), Polarity(3, 3, 0, 4)).ToArray();

        ReadAll all = ReadAll.From(file, "a.aedat");

        all.Events.Select(e => e.X).ShouldBe([1, 3]);
        all.Reader.Counters.SkippedFor(SkipReason.OutsideSensor).ShouldBe(2);
        all.Reader.WarningCount.ShouldBe(1);
    }

    [Fact]
    public void A_header_without_an_end_is_an_error()
    {
        byte[] cut = Encoding.ASCII.GetBytes("#!AER-DAT3.1\r\n#Format: RAW\r\n#Sou");

        RecordingException e = Should.Throw<RecordingException>(() => ReadAll.From(cut, "cut.aedat"));

        e.Expected.ShouldContain("#!END-HEADER");
    }

    [Theory]
    [InlineData("#!AER-DAT3.0\r\n", "version")]
    [InlineData("#!AER-DAT5.0\r\n", "version")]
    [InlineData("Dear diary,\nnothing happened today.\n", "text")]
    public void Other_content_is_refused_in_words(string content, string word)
    {
        RecordingException e = Should.Throw<RecordingException>(() => ReadAll.From(Encoding.ASCII.GetBytes(content), "a.aedat"));

        e.Found.ShouldContain(word);
        e.Message.ShouldStartWith("a.aedat");
    }

    [Fact]
    public void Nothing_in_memory_grows_with_a_lying_length()
    {
        byte[] file = new Aedat3Bytes().Packet(2, int.MaxValue, 0, int.MaxValue, 1).ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();

        ReadAll all = ReadAll.From(file, "a.aedat");

        all.Notices.ShouldContain(n => n.Kind == NoticeKind.Damaged);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4L << 20);
    }
}
