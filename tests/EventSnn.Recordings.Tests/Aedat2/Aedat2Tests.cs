using System.Buffers.Binary;
using System.Text;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Tests.Support;

namespace EventSnn.Recordings.Tests.Aedat2;

public sealed class Aedat2Tests
{
    private const string Dvs128 = "#!AER-DAT2.0\r\n# AEChip: ch.unizh.ini.jaer.chip.retina.DVS128\r\n";
    private const string Davis = "#!AER-DAT2.0\n# AEChip: eu.seebetter.ini.chips.davis.DAVIS240C\n";

    [Fact]
    public void Dvs128_is_mirrored_counted_from_the_bottom_and_has_its_polarity_inverted()
    {
        byte[] file = File(Dvs128, ((uint)((5 << 8) | (3 << 1)), 9), ((uint)((5 << 8) | (3 << 1) | 1), 10), (0x8000, 11));

        ReadAll read = ReadAll.From(file, "a.aedat");

        read.Events.ShouldBe([(9, 124, 122, 1), (10, 124, 122, 0)]);
        read.Reader.Counters.SkippedFor(SkipReason.NotAPixel).ShouldBe(1);
    }

    [Fact]
    public void Davis_words_of_frames_imu_and_triggers_are_skipped()
    {
        byte[] file = File(Davis, ((7u << 22) | (9u << 12) | (1u << 11), 5), (1u << 31, 6), ((7u << 22) | (1u << 10), 7));

        ReadAll read = ReadAll.From(file, "a.aedat");

        read.Events.ShouldBe([(5, 230, 172, 1)]);
        read.Reader.Counters.Skipped.ShouldBe(2);
        read.Reader.DeclaredSize.ShouldBe(new SensorSize(240, 180));
    }

    [Fact]
    public void Times_above_2_to_31_are_unsigned_and_a_jump_back_by_more_is_a_wrap()
    {
        byte[] file = File(Dvs128, (0, 2890272251), (0, 4294967290), (0, 3), (0, 4294967295), (0, 8));

        ReadAll.From(file, "a.aedat", batch: 2).Events.Select(e => e.T).ShouldBe([2890272251, 4294967290, 4294967299, 4294967295, 4294967304]);
    }

    [Theory]
    [InlineData("DAVIS346", 346)]
    [InlineData("dvs640", 640)]
    public void The_chip_can_be_given(string chip, int width) =>
        ReadAll.From(File(Dvs128), "a.aedat", new ReadOptions { Chip = chip }).Reader.DeclaredSize!.Value.Width.ShouldBe(width);

    [Fact]
    public void Without_a_chip_the_addresses_decide_and_the_format_says_so()
    {
        RecordingReader narrow = ReadAll.From(File("#!AER-DAT2.0\n", (77, 1)), "a.aedat").Reader;
        RecordingReader wide = ReadAll.From(File("#!AER-DAT2.0\n", (7u << 22, 1)), "a.aedat").Reader;

        narrow.Camera.ShouldBe("DVS128");
        wide.Camera.ShouldBe("DAVIS240");
        wide.FormatDetail.ShouldContain("assumed");
    }

    [Fact]
    public void A_header_of_two_thousand_lines_and_an_empty_body_is_fine() =>
        ReadAll.From(Encoding.ASCII.GetBytes(Dvs128 + string.Concat(Enumerable.Repeat("#  <entry key=\"a\" value=\"" + new string('b', 70) + "\"/>\r\n", 2100))), "a.aedat")
            .Events.ShouldBeEmpty();

    [Fact]
    public void A_first_event_that_looks_like_a_header_line_is_written_so_that_nobody_takes_it_for_one()
    {
        // Row 179 - 140 from the bottom, 140 from the top: the address begins with 0x23 = '#'.
        (long, int, int, int)[] events = [(0x0A0A0A0A, 3, 39, 1), (0x0A0A0A0B, 4, 40, 1)];
        byte[] file = Written.As(new() { Format = "aedat2.0", Size = new SensorSize(240, 180) }, events);

        ReadAll.From(file, "a.aedat").Events.ShouldBe(events);
    }

    [Fact]
    public void Aedat1_has_records_of_six_bytes()
    {
        byte[] file = [.. "# a file of 2006\r\n"u8, 0x05, 0x06, 0, 0, 0, 9, 0x80, 0, 0, 0, 0, 9];

        ReadAll read = ReadAll.From(file, "old.dat");

        read.Reader.Format.ShouldBe("aedat1.0");
        read.Events.ShouldBe([(9, 124, 122, 1)]);
    }

    private static byte[] File(string header, params (uint Address, uint Time)[] records)
    {
        List<byte> bytes = [.. Encoding.ASCII.GetBytes(header)];
        Span<byte> record = stackalloc byte[8];
        foreach ((uint address, uint time) in records)
        {
            BinaryPrimitives.WriteUInt32BigEndian(record, address);
            BinaryPrimitives.WriteUInt32BigEndian(record[4..], time);
            bytes.AddRange(record);
        }

        return [.. bytes];
    }
}
