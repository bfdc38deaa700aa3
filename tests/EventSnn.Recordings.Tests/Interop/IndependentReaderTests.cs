using System.Text.Json;
using EventSnn.Events.Geometry;
using EventSnn.Events.Random;
using EventSnn.Recordings.Tests.Support;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Interop;

/// <summary>What we write, read by programs that share no line with us: a Python reader of AEDAT 4 and its structure, the lz4 and zstd programs.</summary>
public sealed class IndependentReaderTests
{
    [Theory]
    [InlineData("none", 0, 1)]
    [InlineData("none", 0, 20_000)]
    [InlineData("lz4", 1, 1)]
    [InlineData("lz4", 1, 8192)]
    [InlineData("lz4", 1, 20_000)]
    [InlineData("zstd", 3, 20_000)]
    public void Python_finds_the_structure_of_our_AEDAT_4_sound_and_its_events_right(string compression, int number, int count)
    {
        if (compression == "zstd")
        {
            OtherProgram.Run("zstd", "--version");
        }

        using TemporaryFolder folder = new();
        var events = Events(count);
        File.WriteAllBytes(folder.File("a.aedat4"), Written.As(new() { Format = "aedat4", Compression = compression, Size = new SensorSize(346, 260) }, events));

        using JsonDocument found = JsonDocument.Parse(OtherProgram.Run("python3", Script, folder.File("a.aedat4")));

        JsonElement told = found.RootElement;
        told.GetProperty("alignedFromPrefix").GetBoolean().ShouldBeTrue("as the FlatBuffers library does");
        told.GetProperty("compression").GetInt32().ShouldBe(number);
        told.GetProperty("events").GetInt32().ShouldBe(count);
        told.GetProperty("packets").GetInt32().ShouldBe((count + 8191) / 8192);
        told.GetProperty("streams").GetRawText().ShouldBe("""{"0": ["EVTS", 346, 260]}""");

        CheckSums(told, events);
    }

    private static void CheckSums(JsonElement told, List<(long T, int X, int Y, int P)> events)
    {
        // Sums weighted by place tell any two events that are exchanged.
        told.GetProperty("events").GetInt32().ShouldBe(events.Count);
        Int128[] sums = [0, 0, 0, 0];
        for (int i = 0; i < events.Count; i++)
        {
            (long t, int x, int y, int p) = events[i];
            sums[0] += (Int128)t * (i + 1);
            sums[1] += x * (i + 1L);
            sums[2] += y * (i + 1L);
            sums[3] += p * (i + 1L);
        }

        told.GetProperty("sums").EnumerateArray().Select(s => s.GetString()).ShouldBe(sums.Select(s => s.ToString()));
    }

    [Fact]
    public void The_same_reader_finds_real_files_sound_and_reads_from_them_what_we_read()
    {
        // So that it is a judge of files, not of ours alone.
        string path = SharedData.PathOrSkip("data/formats/davis.aedat4");
        using JsonDocument found = JsonDocument.Parse(OtherProgram.Run("python3", Script, path));
        CheckSums(found.RootElement, ReadAll.From(path).Events);
    }

    [Theory]
    [InlineData("lz4", "lz4", ".lz4")]
    [InlineData("zstd", "zstd", ".zst")]
    public void The_program_of_the_format_unpacks_our_packets(string compression, string program, string extension)
    {
        using TemporaryFolder folder = new();
        byte[] plain = Written.As(new() { Format = "aedat4", Compression = "none" }, Events(5000));
        byte[] packed = Written.As(new() { Format = "aedat4", Compression = compression }, Events(5000));
        File.WriteAllBytes(folder.File("packet" + extension), FirstPacket(packed));

        string[] arguments = program == "lz4"
            ? ["-d", "-q", folder.File("packet" + extension), folder.File("packet")]
            : ["-d", "-q", folder.File("packet" + extension), "-o", folder.File("packet")];
        OtherProgram.Run(program, arguments);

        File.ReadAllBytes(folder.File("packet")).ShouldBe(FirstPacket(plain));
    }

    private static string Script => Path.Combine(Repository.Root!, "tests", "EventSnn.Recordings.Tests", "Interop", "aedat4_reader.py");

    private static byte[] FirstPacket(byte[] file)
    {
        int at = 18 + BitConverter.ToInt32(file, 14);
        return file[(at + 8)..(at + 8 + BitConverter.ToInt32(file, at + 4))];
    }

    private static List<(long T, int X, int Y, int P)> Events(int count)
    {
        RandomStream random = new(21);
        List<(long, int, int, int)> events = [];
        long t = 1_718_924_384_950_507;
        for (int i = 0; i < count; i++)
        {
            t += random.NextInt32(20) - (random.NextInt32(50) == 0 ? 100 : 0);
            events.Add((t, random.NextInt32(346), random.NextInt32(4) == 0 ? random.NextInt32(260) : 7, random.NextInt32(2)));
        }

        return events;
    }
}
