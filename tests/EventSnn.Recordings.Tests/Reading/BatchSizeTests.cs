using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Random;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Tests.Support;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Reading;

/// <summary>What is read does not depend on how much is read at a time: small batches take the simple paths, large ones the wide ones.</summary>
public sealed class BatchSizeTests
{
    public static TheoryData<string> Formats() => [.. Recording.WritableFormatNames];

    [Fact]
    public void Any_words_of_evt3_give_the_same_events_in_small_and_in_large_batches()
    {
        // The types of words are drawn with weights per round, so that there are rounds of single events, of vectors and of everything.
        RandomStream random = new(3);
        for (int round = 0; round < 40; round++)
        {
            int[] weights = [.. Enumerable.Range(0, 16).Select(type => type is 0 or 2 or 6 || random.NextInt32(3) == 0 ? random.NextInt32(10) : 0)];
            weights[2]++;
            List<byte> file = [.. "% evt 3.0\n% format EVT3;height=2048;width=2048\n% end\n"u8];
            for (int i = 0; i < 5000; i++)
            {
                int pick = random.NextInt32(weights.Sum());
                int type = 0;
                while (pick >= weights[type])
                {
                    pick -= weights[type];
                    type++;
                }

                int payload = type == 8 ? (i / 1000) + random.NextInt32(2) : random.NextInt32(4096);
                file.AddRange(BitConverter.GetBytes((ushort)((type << 12) | payload)));
            }

            ReadAll small = ReadAll.From([.. file], "a.raw", batch: 70);
            ReadAll large = ReadAll.From([.. file], "a.raw", batch: 16384);
            large.Events.ShouldBe(small.Events, $"round {round}");
            large.Reader.Counters.Skipped.ShouldBe(small.Reader.Counters.Skipped);
            large.Reader.Counters.On.ShouldBe(large.Events.Sum(e => e.P));
            large.Reader.OtherItems.ShouldBe(small.Reader.OtherItems);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_whole_recording_holds_what_its_batches_hold(string format)
    {
        byte[] content = Written.As(new() { Format = format, Size = SensorSize.Dvs128 }, Events(60_000), 1000);
        ReadAll batches = ReadAll.From(content, Written.NameFor(format), batch: 333);

        using RecordingReader reader = Recording.Open(new MemoryStream(content), Written.NameFor(format));
        RecordedEvents whole = RecordedEvents.ReadAll(reader);

        whole.Count.ShouldBe(60_000);
        for (int i = 0; i < whole.Count; i++)
        {
            (whole.Timestamps[i], (int)whole.X[i], (int)whole.Y[i], (int)whole.Polarities[i]).ShouldBe(batches.Events[i]);
        }

        reader.Counters.On.ShouldBe(batches.Reader.Counters.On);
    }

    [Theory]
    [InlineData("dat")]
    [InlineData("aedat3.1")]
    [InlineData("evt3")]
    public void A_large_recording_is_whole_where_its_beginning_promises_too_little_or_too_much(string format)
    {
        // Neighbours of a row in one burst take a quarter of a byte each in EVT 3, single events ten bytes; so the promise is far off.
        foreach (bool denseFirst in new[] { true, false })
        {
            List<(long T, int X, int Y, int P)> events = [];
            for (int i = 0; i < 900_000; i++)
            {
                bool dense = i < 450_000 == denseFirst;
                events.Add((dense ? i / 96 * 96 : i * 3L, dense ? i % 96 : i * 7 % 97, dense ? i / 96 % 128 : i * 11 % 113, dense ? 1 : i & 1));
            }

            events.Sort((a, b) => a.T.CompareTo(b.T));
            using TemporaryFolder folder = new();
            string file = folder.File("large" + Path.GetExtension(Written.NameFor(format)));
            File.WriteAllBytes(file, Written.As(new() { Format = format, Size = SensorSize.Dvs128 }, events, 16384));

            RecordedEvents whole = RecordedEvents.ReadAll(file);

            whole.Count.ShouldBe(events.Count);
            int wrong = Enumerable.Range(0, whole.Count).FirstOrDefault(
                i => (whole.Timestamps[i], (int)whole.X[i], (int)whole.Y[i], (int)whole.Polarities[i]) != events[i], -1);
            wrong.ShouldBe(-1, $"{format}, dense first: {denseFirst}");
        }
    }

    [Fact]
    public void Wraps_and_stragglers_of_32_bit_times_are_told_alike_in_any_batch()
    {
        RandomStream random = new(5);
        List<byte> file = [.. "% Data file containing CD events.\n% Version 2\n"u8, 0x0C, 8];
        long t = (1L << 32) - 40_000;
        for (int i = 0; i < 20_000; i++)
        {
            t += random.NextInt32(i % 4000 == 3999 ? 1 << 30 : 9);
            long told = t - (random.NextInt32(50) == 0 ? random.NextInt32(2000) : 0);
            file.AddRange(BitConverter.GetBytes((uint)told));
            file.AddRange(BitConverter.GetBytes((uint)random.NextInt32(2) << 28));
        }

        var one = ReadAll.From([.. file], "a.dat", batch: 1).Events;
        one[^1].T.ShouldBeGreaterThan(1L << 32);
        ReadAll.From([.. file], "a.dat", batch: 5000).Events.ShouldBe(one);
        ReadAll.From([.. file], "a.dat", batch: 16384).Events.ShouldBe(one);
    }

    private static List<(long, int, int, int)> Events(int count)
    {
        RandomStream random = new(9);
        List<(long, int, int, int)> events = [];
        long t = 5;
        for (int i = 0; i < count; i++)
        {
            t += random.NextInt32(30);
            events.Add((t, random.NextInt32(128), random.NextInt32(128), random.NextInt32(2)));
        }

        return events;
    }
}
