using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Conversion;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Sensors;
using EventSnn.Recordings.Tests.Support;
using EventSnn.Recordings.Writing;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Formats;

/// <summary>
/// Every readable format x every writable one on a recording of a real camera: what a format cannot hold is refused with the option
/// that helps, and with it the events are the same. Formats without a real recording here get one from a real one of another format.
/// </summary>
public sealed class RealRoundTripTests
{
    private const int Most = 8_000;

    public static TheoryData<string, string> Sources() => new()
    {
        { "aedat1.0", "data/formats/alex_walking_again.aedat" },
        { "aedat2.0", "data/formats/alex_walking_again.aedat" },
        { "aedat3.1", "data/ibm-gesture/user01_slayer.aedat" },
        { "aedat4", "data/formats/davis.aedat4" },
        { "evt2", "data/formats/evt2.raw" },
        { "evt2.1", "data/formats/evt2.raw" },
        { "evt3", "data/formats/evt3_sample.raw" },
        { "dat", "data/formats/dat_ncars_obj_004397.dat" },
        { "es", "data/formats/trcl0.es" },
        { "bin", "data/ibm-gesture/slayer-bs2/1.bs2" },
        { "csv", "data/formats/evt2.raw" },
        { "arrow", "data/formats/davis.aedat4" },
        { "arrow-stream", "data/formats/davis.aedat4" },
    };

    [Fact]
    public void Every_readable_format_is_among_the_sources() =>
        Sources().Select(row => row.Data.Item1).ShouldBe(Recording.FormatNames, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_real_recording_goes_to_every_format_and_back(string format, string shared)
    {
        using TemporaryFolder folder = new();
        string real = SharedData.PathOrSkip(shared);
        KnownSize size = KnownSize.Of(real);
        var source = Read(real, null, Most);
        source.Count.ShouldBeGreaterThan(1000);
        byte[] bytes = format switch
        {
            "aedat1.0" => FirstFormatsByHand.Aedat1(source),
            "evt2.1" => FirstFormatsByHand.Evt21(source, size.Size!.Value),
            _ => Written.As(new WriteOptions { Format = format, Size = size.Size }, source, 3000),
        };
        string path = folder.File("source" + Path.GetExtension(Written.NameFor(format == "evt2.1" ? "evt2" : format)));
        File.WriteAllBytes(path, bytes);
        ReadOptions read = new() { Format = format };
        Read(path, read, int.MaxValue).ShouldBe(source, format);

        foreach (string target in Recording.WritableFormatNames)
        {
            string to = folder.File(target + Path.GetExtension(Written.NameFor(target)));
            ConversionOptions plain = new() { Read = read, Write = new WriteOptions { Format = target, Size = size.Size } };
            List<(long, int, int, int)> expected = Convert(path, to, plain, source, target);
            Read(to, new ReadOptions { Format = target }, int.MaxValue).ShouldBe(expected, $"{format} to {target}");
        }
    }

    /// <summary>Converts; where the format refuses, once more with the options that each refusal names.</summary>
    private static List<(long T, int X, int Y, int P)> Convert(string from, string to, ConversionOptions options, List<(long T, int X, int Y, int P)> events, string target)
    {
        SensorSize size = options.Write.Size!.Value;
        for (int tries = 0; ; tries++)
        {
            try
            {
                RecordingConverter.Convert(from, to, options);
                return events;
            }
            catch (RecordingException e) when (tries < 4)
            {
                string told = e.Message;
                if (told.Contains("--sort", StringComparison.Ordinal) && !options.Sort && !IsSorted(events))
                {
                    events = [.. events.OrderBy(v => v.T)];
                    options = options with { Sort = true };
                }
                else if (told.Contains("--time-origin first", StringComparison.Ordinal) && !options.TimeOriginFirst)
                {
                    long origin = events[0].T;
                    events = [.. events.Select(v => (v.T - origin, v.X, v.Y, v.P))];
                    options = options with { TimeOriginFirst = true };
                }
                else if (told.Contains("--camera", StringComparison.Ordinal) && options.Write.Camera is null && size.Width <= 640 && size.Height <= 480)
                {
                    options = options with { Write = options.Write with { Camera = "DVS640" } };
                }
                else if (told.Contains("--crop", StringComparison.Ordinal) && options.Crop is null)
                {
                    // What the format holds of a larger sensor.
                    (int width, int height) = target == "bin" ? (Math.Min(256, size.Width), Math.Min(240, size.Height)) : (640, 480);
                    options = options with { Crop = new(0, 0, width, height), Write = options.Write with { Size = null } };
                    events = [.. events.Where(v => v.X < width && v.Y < height)];
                }
                else
                {
                    throw new Xunit.Sdk.XunitException($"{target}: {told}", e);
                }
            }
        }
    }

    private static bool IsSorted(List<(long T, int X, int Y, int P)> events) => events.Zip(events.Skip(1), (a, b) => a.T <= b.T).All(rises => rises);

    private static List<(long T, int X, int Y, int P)> Read(string path, ReadOptions? options, int most)
    {
        using RecordingReader reader = Recording.Open(path, options);
        using EventBatch batch = new EventBatchPool(5000, 1).Rent();
        List<(long T, int X, int Y, int P)> events = [];
        while (events.Count < most && reader.Read(batch))
        {
            events.AddRange(PooledEvents.Tuples(batch));
        }

        return events.Count > most ? events[..most] : events;
    }
}
