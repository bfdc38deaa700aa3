using EventSnn.Recordings.Fuzz;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Tests.Aedat3;

namespace EventSnn.Recordings.Tests.Hostile;

/// <summary>Damaged files give events or the one exception type; the fuzz target goes on where these end.</summary>
public sealed class HostileBytesTests
{
    public static TheoryData<string> Formats() => [.. Seeds.All];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_cut_at_any_byte_is_read_or_refused(string format)
    {
        using Judge judge = new();
        foreach (byte[] seed in Seeds.Of(format))
        {
            for (int length = 0; length <= seed.Length; length++)
            {
                judge.Read(seed[..length], "cut", Seeds.OptionsFor(format, strict: (length & 1) == 0));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_with_any_single_bit_flipped_is_read_or_refused(string format)
    {
        using Judge judge = new();
        foreach (byte[] seed in Seeds.Of(format))
        {
            byte[] bytes = [.. seed];
            for (int bit = 0; bit < bytes.Length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                judge.Read(bytes, "flipped", Seeds.OptionsFor(format));
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Spliced_and_lying_files_are_read_or_refused(string format)
    {
        List<byte[]> seeds = Seeds.Of(format);
        Mutator mutator = new(2026);
        using Judge judge = new();
        for (int i = 0; i < 3000; i++)
        {
            judge.Read(mutator.Next(seeds), "mutated", Seeds.OptionsFor(format));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Strict_and_tolerant_readers_agree_on_good_files(string format)
    {
        foreach (byte[] seed in Seeds.Of(format))
        {
            using RecordingReader strict = Recording.Open(new MemoryStream(seed), "good", Seeds.OptionsFor(format, strict: true));
            Support.ReadAll all = Support.ReadAll.From(strict, 8);
            all.Events.ShouldBe(Support.ReadAll.From(seed, "good", Seeds.OptionsFor(format), batch: 1000).Events);
        }
    }

    [Fact]
    public void A_gzip_bomb_is_read_in_constant_memory()
    {
        MemoryStream bomb = new();
        using (System.IO.Compression.GZipStream gzip = new(bomb, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(new Aedat3Bytes().Packet(2, 1 << 20, 0, 100, 1).ToArray());
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 100; i++)
            {
                gzip.Write(zeros);
            }
        }

        using Judge judge = new();
        judge.Read(bomb.ToArray(), "bomb.aedat.gz", ReadOptions.Default);
    }

    [Fact]
    public void An_lz4_bomb_in_a_packet_is_refused_at_the_limit()
    {
        // One block that copies a zero byte over and over: 255 bytes of output per byte of input, 64 blocks of 4 MB.
        List<byte> block = [0x1F, 0, 1, 0];
        block.AddRange(Enumerable.Repeat((byte)255, 16000));
        block.AddRange([0, 0x50, 1, 2, 3, 4, 5]);
        List<byte> frame = [0x04, 0x22, 0x4D, 0x18, 0x60, 0x70, 0x73];
        for (int i = 0; i < 64; i++)
        {
            frame.AddRange(BitConverter.GetBytes(block.Count));
            frame.AddRange(block);
        }

        frame.AddRange(new byte[4]);
        byte[] header = Support.Written.As(new() { Format = "aedat4" }, []);
        int table = header.AsSpan().LastIndexOf("</dv>\n"u8) + 6;
        List<byte> file = [.. header[..((table + 7 - 14 + 3) / 8 * 8 + 14)]];
        using Judge judge = new();
        file.AddRange(new byte[4]);
        file.AddRange(BitConverter.GetBytes(frame.Count));
        file.AddRange(frame);

        judge.Read([.. file], "bomb.aedat4", ReadOptions.Default);
    }

    [Fact]
    public void Files_that_once_broke_a_reader_stay_harmless()
    {
        using Judge judge = new();
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Hostile", "Regressions")))
        {
            string[] name = Path.GetFileNameWithoutExtension(file).Split("--");
            judge.Read(File.ReadAllBytes(file), file, new ReadOptions { Format = name[0] });
            judge.Read(File.ReadAllBytes(file), file, new ReadOptions { Format = name[0], Strict = true });
        }
    }
}
