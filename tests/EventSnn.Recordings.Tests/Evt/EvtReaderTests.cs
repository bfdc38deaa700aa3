using System.Text;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Tests.Support;

namespace EventSnn.Recordings.Tests.Evt;

public sealed class EvtReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(200)]
    public void Evt3_vectors_single_events_and_vendor_words_decode_in_order(int batch)
    {
        ushort[] words =
        [
            0x8001, 0x6005, 0x0000 | 7, 0x2800 | 3,                     // t = 4101, y = 7, single ON at 3
            0x3000 | 100, 0x4000 | 0b1000_0000_0001, 0x5000 | 0b1000_0001, // base 100 OFF: 100, 111, then 112 and 119
            0xA001, 0xE123, 0x7001, 0xF001,                               // trigger and vendor words
            0x3800 | 200, 0x4FFF,                                         // base 200 ON: all of 200 to 211
            0x6006, 0x0000 | 0x800 | 9, 0x2000 | 2047,                    // y = 9, although the origin bit is set
        ];

        ReadAll read = ReadAll.From(File(words), "a.raw", batch: batch);

        read.Events.ShouldBe(
        [
            (4101, 3, 7, 1), (4101, 100, 7, 0), (4101, 111, 7, 0), (4101, 112, 7, 0), (4101, 119, 7, 0),
            .. Enumerable.Range(200, 12).Select(x => (4101L, x, 7, 1)), (4102, 2047, 9, 0),
        ]);
        read.Reader.OtherItems.Sum(o => o.Count).ShouldBe(4);
    }

    [Fact]
    public void Evt3_events_before_the_first_time_high_are_dropped_and_counted()
    {
        ReadAll read = ReadAll.From(File(0x0005, 0x2001, 0x3000, 0x4003, 0x8000, 0x6001, 0x2002), "a.raw");

        read.Events.ShouldBe([(1, 2, 5, 0)]);
        read.Reader.Counters.SkippedFor(SkipReason.BeforeFirstTime).ShouldBe(3);
    }

    [Fact]
    public void Evt3_time_wraps_after_16_seconds_and_small_steps_back_stay_steps_back()
    {
        ReadAll read = ReadAll.From(File(0x8FFF, 0x6FFF, 0x2001, 0x8000, 0x6000, 0x2001, 0x6FFF, 0x2001, 0x8FFF, 0x6FFE, 0x2001), "a.raw");

        read.Events.Select(e => e.T).ShouldBe([0xFFFFFF, 0x1000000, 0x1000FFF, 0xFFFFFE]);
    }

    [Fact]
    public void Evt21_words_give_one_event_per_mask_bit_in_both_word_orders()
    {
        ulong[] words = [(8UL << 60) | (2UL << 32), (1UL << 60) | (5UL << 54) | (64UL << 43) | (9UL << 32) | 0x8000_0003];
        (long, int, int, int)[] expected = [(133, 64, 9, 1), (133, 65, 9, 1), (133, 95, 9, 1)];
        byte[] header = Encoding.ASCII.GetBytes("% evt 2.1\n% end\n");
        byte[] straight = [.. header, .. words.SelectMany(BitConverter.GetBytes)];
        byte[] swapped = [.. header, .. words.SelectMany(w => BitConverter.GetBytes((w << 32) | (w >> 32)))];

        ReadAll.From(straight, "a.raw").Events.ShouldBe(expected);
        ReadAll.From(swapped, "a.raw", batch: 2).Events.ShouldBe(expected);
    }

    [Theory]
    [InlineData("% evt 3.0\n% format EVT3;height=720;width=1280\n% end\n", 1280, 720)]
    [InlineData("% evt 3.0\n% geometry 640x480\n% end\n", 640, 480)]
    [InlineData("% evt 3.0\n% plugin_name hal_plugin_imx636_evk4\n", 1280, 720)]
    public void The_sensor_comes_from_the_header(string header, int width, int height) =>
        ReadAll.From([.. Encoding.ASCII.GetBytes(header), 0, 0x80, 0, 0x60], "a.raw").Reader.DeclaredSize.ShouldBe(new SensorSize(width, height));

    [Theory]
    [InlineData("evt2")]
    [InlineData("evt3")]
    public void A_missing_header_is_no_obstacle(string format)
    {
        (long, int, int, int)[] events = [.. Enumerable.Range(0, 500).Select(i => (i * 100L, i % 300, i % 200, i & 1))];
        byte[] file = Written.As(new() { Format = format }, events);
        int body = file.AsSpan().IndexOf("% end\n"u8) + 6;

        ReadAll read = ReadAll.From(file[body..], "dump.raw");

        read.Reader.Format.ShouldBe(format);
        read.Events.ShouldBe(events);
    }

    private static byte[] File(params ushort[] words) => [.. "% evt 3.0\n% end\n"u8, .. words.SelectMany(BitConverter.GetBytes)];
}
