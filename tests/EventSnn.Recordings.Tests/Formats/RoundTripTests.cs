using EventSnn.Events.Geometry;
using EventSnn.Events.Random;
using EventSnn.Recordings.Tests.Support;
using EventSnn.Recordings.Writing;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Formats;

/// <summary>Every format that can be written: what is written reads back, and writes the same bytes again.</summary>
public sealed class RoundTripTests
{
    private static readonly (long, int, int, int)[] Corners = [(0, 0, 0, 1), (1, 127, 0, 0), (1000, 0, 127, 0), (5_000_000, 127, 127, 1)];

    public static TheoryData<string> Formats() => [.. Recording.WritableFormatNames];

    public static TheoryData<string, string> Pairs()
    {
        TheoryData<string, string> pairs = [];
        foreach (string from in Recording.WritableFormatNames)
        {
            foreach (string to in Recording.WritableFormatNames)
            {
                pairs.Add(from, to);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_corner_scene_goes_from_any_format_to_any_other_and_back(string from, string to)
    {
        byte[] first = Written.As(Options(from), Corners);
        ReadAll read = ReadAll.From(first, Written.NameFor(from));
        read.Events.ShouldBe(Corners);
        read.Reader.Format.ShouldBe(from);

        byte[] second = Written.As(Options(to), read.Events);
        ReadAll again = ReadAll.From(second, Written.NameFor(to));
        again.Events.ShouldBe(Corners);

        Written.As(Options(from), again.Events).ShouldBe(first);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Random_events_read_back_and_write_the_same_bytes_again_whatever_the_batches(string format)
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var events = RandomEvents(seed, format is not ("es" or "bin"));
            byte[] first = Written.As(Options(format), events, batchSize: 1 + (int)(seed * 37));
            ReadAll read = ReadAll.From(first, Written.NameFor(format), batch: 1 + (int)(seed * 13 % 70));
            read.Events.ShouldBe(events, $"seed {seed}");
            read.Reader.WarningCount.ShouldBe(0);
            Written.As(Options(format), read.Events).ShouldBe(first, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData("aedat2.0", (1L << 32) + 5)]
    [InlineData("dat", (1L << 32) + 5)]
    [InlineData("evt2", (1L << 34) + 5)]
    [InlineData("evt3", (1L << 24) + 5)]
    [InlineData("aedat3.1", (1L << 31) + 5)]
    public void A_wrap_of_the_format_own_clock_is_no_wrap_of_the_events(string format, long behind)
    {
        (long, int, int, int)[] events = [(behind - 100, 1, 1, 1), (behind - 10, 2, 2, 0), (behind, 3, 3, 1), (behind - 7, 4, 4, 1), (behind + 1_000_000, 5, 5, 0)];

        ReadAll read = ReadAll.From(Written.As(Options(format), events), Written.NameFor(format));

        read.Events.ShouldBe(events);
        read.Reader.Counters.BackwardTimestamps.ShouldBe(1);
    }

    [Theory]
    [InlineData("evt3")]
    [InlineData("evt2")]
    public void A_silence_longer_than_the_clock_keeps_its_length(string format)
    {
        (long, int, int, int)[] events = [(5, 1, 1, 1), (3_600_000_000L * 7, 2, 2, 0), (3_600_000_000L * 7 + 1, 2, 2, 0)];

        ReadAll.From(Written.As(Options(format), events), Written.NameFor(format)).Events.ShouldBe(events);
    }

    [Theory]
    [InlineData("aedat2.0", 1L << 32, "--time-origin first")]
    [InlineData("aedat3.1", -1, "--time-origin first")]
    [InlineData("dat", 1L << 32, "--time-origin first")]
    [InlineData("evt2", 1L << 50, "--time-origin first")]
    [InlineData("evt3", 1L << 50, "--time-origin first")]
    [InlineData("evt3", -1, "--time-origin first")]
    [InlineData("es", 1L << 40, "--time-origin first")]
    [InlineData("es", -1, "--time-origin first")]
    public void A_time_that_the_format_cannot_hold_is_refused(string format, long t, string option) =>
        Should.Throw<RecordingException>(() => Written.As(Options(format), [(t, 1, 1, 1)])).Message.ShouldContain(option);

    [Theory]
    [InlineData("es", 99)]
    [InlineData("evt3", 20_000_000)]
    [InlineData("dat", 3_000_000_000)]
    [InlineData("aedat2.0", 3_000_000_000)]
    public void A_step_back_that_the_format_cannot_hold_is_refused(string format, long back) =>
        Should.Throw<RecordingException>(() => Written.As(Options(format), [(back, 1, 1, 1), (0, 1, 1, 1)])).Message.ShouldContain("--sort");

    [Theory]
    [InlineData("evt2", 2048)]
    [InlineData("evt3", 2048)]
    [InlineData("dat", 16384)]
    [InlineData("aedat4", 32768)]
    [InlineData("aedat3.1", 32768)]
    [InlineData("bin", 256)]
    public void A_coordinate_that_the_format_cannot_hold_is_refused(string format, int x) =>
        Should.Throw<RecordingException>(() => Written.As(new WriteOptions { Format = format }, [(0, x, 1, 1)])).Message.ShouldContain("--crop");

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_real_recording_keeps_its_content_digest(string format)
    {
        // 128x128 and 1.45 s long: every format holds it.
        string path = SharedData.PathOrSkip("data/ibm-gesture/slayer-bs2/1.bs2");
        ReadAll original = ReadAll.From(path);

        ReadAll read = ReadAll.From(Written.As(Options(format), original.Events, 5000), Written.NameFor(format), batch: 4096);

        read.Digest.ShouldBe("4d954989617a406d62dbdd7b052adeecb38009647e9d2f8993d8f3bea9792dd4");
    }

    [Fact]
    public void Aedat4_keeps_its_content_in_every_compression()
    {
        var events = RandomEvents(5, backward: true);
        foreach (string compression in new[] { "none", "lz4", "zstd" })
        {
            byte[] bytes = Written.As(Options("aedat4") with { Compression = compression }, events);
            ReadAll read = ReadAll.From(bytes, "a.aedat4");
            read.Events.ShouldBe(events, compression);
            read.Reader.FormatDetail.ShouldContain(compression);
            read.Reader.FormatDetail.ShouldContain("data table present");
        }
    }

    private static WriteOptions Options(string format) => new() { Format = format, Size = SensorSize.Dvs128 };

    /// <summary>Bursts along rows, repeated times, gaps, and small steps back where the format holds them.</summary>
    private static List<(long T, int X, int Y, int P)> RandomEvents(ulong seed, bool backward)
    {
        RandomStream random = new(seed);
        List<(long, int, int, int)> events = [];
        long t = random.NextInt32(5000);
        int count = 1 + random.NextInt32(1500);
        int y = 0;
        int x = 0;
        while (events.Count < count)
        {
            int what = random.NextInt32(10);
            t += what < 6 ? 0 : what < 9 ? random.NextInt32(300) : random.NextInt32(20_000);
            t = backward && what == 9 ? Math.Max(0, t - random.NextInt32(9_000)) : t;
            y = what % 3 == 0 ? random.NextInt32(128) : y;
            x = what < 5 ? (x + 1 + random.NextInt32(4)) % 128 : random.NextInt32(128);
            if (t > 8_000_000)
            {
                break;
            }

            events.Add((t, x, y, random.NextInt32(2)));
        }

        return events;
    }
}
