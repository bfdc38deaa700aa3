using EventSnn.Events.Geometry;
using EventSnn.Recordings.Conversion;
using EventSnn.Recordings.Sensors;
using EventSnn.Recordings.Tests.Support;
using EventSnn.Recordings.Writing;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Conversion;

public sealed class ConversionTests
{
    private static readonly (long T, int X, int Y, int P)[] Scene =
        [(1_000_000, 10, 10, 1), (1_000_500, 20, 30, 0), (1_000_400, 21, 31, 1), (1_002_000, 100, 100, 1), (1_003_000, 12, 13, 0)];

    [Fact]
    public void Every_event_is_written_left_out_or_filtered()
    {
        (var events, ConversionResult result) = Convert(new ConversionOptions { From = 400, To = 3000, Crop = new Region(5, 5, 50, 50), Polarity = true });

        events.ShouldBe([(1_000_400, 16, 26, 1)]);
        result.Read.ShouldBe(5);
        result.OutsideTime.ShouldBe(2);
        (result.Written + result.OutsideTime + result.Filtered).ShouldBe(result.Read);
    }

    [Fact]
    public void Sorting_keeps_the_order_of_equal_times_and_the_origin_can_move_to_the_first_event()
    {
        Convert(new ConversionOptions { Sort = true, TimeOriginFirst = true }).Events.Select(e => e.T).ShouldBe([0, 400, 500, 2000, 3000]);
    }

    [Fact]
    public void Down_sampling_divides_the_coordinates_and_the_sensor()
    {
        Convert(new ConversionOptions { Downsample = 4 }).Events.Select(e => (e.X, e.Y)).ShouldBe([(2, 2), (5, 7), (5, 7), (25, 25), (3, 3)]);
    }

    [Theory]
    [InlineData("es", "--sort")]
    [InlineData("bin", null)]
    public void A_format_that_cannot_hold_the_events_refuses_and_the_named_option_helps(string format, string? option)
    {
        ConversionOptions plain = new() { Write = new WriteOptions { Format = format } };
        if (option is null)
        {
            Convert(plain).Events.ShouldBe(Scene);
            return;
        }

        Should.Throw<RecordingException>(() => Convert(plain)).Message.ShouldContain(option);
        Convert(plain with { Sort = true }).Events.ShouldBe(Scene.OrderBy(e => e.T));
    }

    [Fact]
    public void A_folder_that_is_missing_is_named_and_not_the_file_beside_it_that_is_written_first()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.File("missing"), "out.csv");
        RecordingException e = Should.Throw<RecordingException>(() => Recording.Create(path));
        e.Message.ShouldContain(path + ":");
        e.Message.ShouldNotContain("partial");
        e.WayOn.ShouldBe($"Make the folder {folder.File("missing")} first.");
        e.InnerException.ShouldBeAssignableTo<IOException>(); // the exit code of what cannot be reached
    }

    [Fact]
    public void A_refused_conversion_leaves_nothing_behind()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("in.csv"), Written.As(new WriteOptions { Format = "csv" }, [(1L << 50, 1, 1, 1)]));

        Should.Throw<RecordingException>(() => RecordingConverter.Convert(folder.File("in.csv"), folder.File("out.raw"), new ConversionOptions()))
            .Message.ShouldContain("--time-origin first");

        Directory.GetFiles(folder.Path).ShouldBe([folder.File("in.csv")]);
    }

    [Fact]
    public void A_recording_without_a_size_gets_the_smallest_usual_one()
    {
        Convert(new ConversionOptions()).Result.Size.ShouldBe(new KnownSize(new SensorSize(128, 128), SizeOrigin.Assumed));
    }

    [Fact]
    public void A_whole_recording_can_be_read_into_memory()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("in.csv"), Written.As(new WriteOptions { Format = "csv" }, Scene));

        RecordedEvents all = RecordedEvents.ReadAll(folder.File("in.csv"));

        all.Timestamps.ToArray().ShouldBe(Scene.Select(e => e.T));
        all.X.ToArray().ShouldBe(Scene.Select(e => (ushort)e.X));
        all.Y.ToArray().ShouldBe(Scene.Select(e => (ushort)e.Y));
        all.Polarities.ToArray().ShouldBe(Scene.Select(e => (byte)e.P));
    }

    [Theory]
    [InlineData("arrow")]
    [InlineData("aedat3.1")]
    public void A_large_recording_is_read_whole_without_asking_for_far_more_memory(string format)
    {
        using TemporaryFolder folder = new();
        var events = Enumerable.Range(0, 200_000).Select(i => ((long)i, i % 128, i / 128 % 128, i & 1)).ToArray();
        File.WriteAllBytes(folder.File("in"), Written.As(new WriteOptions { Format = format }, events, 10_000));
        long before = GC.GetAllocatedBytesForCurrentThread();

        RecordedEvents all = RecordedEvents.ReadAll(folder.File("in"));

        all.Count.ShouldBe(events.Length);
        all.Timestamps.ToArray().ShouldBe(events.Select(e => e.Item1));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(60L << 20);
    }

    private static (List<(long T, int X, int Y, int P)> Events, ConversionResult Result) Convert(ConversionOptions options)
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("in.csv"), Written.As(new WriteOptions { Format = "csv" }, Scene));
        string target = folder.File(options.Write.Format is { } format ? Written.NameFor(format) : "out.csv");
        ConversionResult result = RecordingConverter.Convert(folder.File("in.csv"), target, options);
        return (ReadAll.From(target).Events, result);
    }
}
