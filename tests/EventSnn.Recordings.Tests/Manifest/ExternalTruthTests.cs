using System.Buffers.Binary;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Tests.Support;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Manifest;

/// <summary>What other people's programs and tests say about files of the shared data.</summary>
public sealed class ExternalTruthTests
{
    [Theory]
    [InlineData("evt2.raw")]
    [InlineData("dvs.es")]
    public void The_columns_have_the_digests_that_the_tests_of_faery_assert(string file)
    {
        Dictionary<string, string> truth = File.ReadLines(SharedData.PathOrSkip("data/formats/faery-digests.txt"))
            .Where(line => line.StartsWith(file, StringComparison.Ordinal)).Select(line => line.Split(' ')).ToDictionary(f => f[1], f => f[2]);
        var events = ReadAll.From(SharedData.PathOrSkip("data/formats/" + file), batch: 16384).Events;

        Sha3.Digest224([.. events.SelectMany(e => BitConverter.GetBytes(e.T))]).ShouldBe(truth["t"]);
        Sha3.Digest224([.. events.SelectMany(e => BitConverter.GetBytes((ushort)e.X))]).ShouldBe(truth["x"]);
        Sha3.Digest224([.. events.SelectMany(e => BitConverter.GetBytes((ushort)e.Y))]).ShouldBe(truth["y"]);
        Sha3.Digest224([.. events.Select(e => (byte)e.P)]).ShouldBe(truth["on"]);
    }

    [Fact]
    public void A_dat_file_holds_what_expelliarmus_saved_as_a_numpy_array()
    {
        byte[] array = File.ReadAllBytes(SharedData.PathOrSkip("data/formats/dat_ncars_obj_004397.npy"));
        ReadOnlySpan<byte> rows = array.AsSpan(10 + BinaryPrimitives.ReadUInt16LittleEndian(array.AsSpan(8)));
        var events = ReadAll.From(SharedData.PathOrSkip("data/formats/dat_ncars_obj_004397.dat")).Events;

        events.Count.ShouldBe(rows.Length / 13);
        for (int i = 0; i < events.Count; i++)
        {
            ReadOnlySpan<byte> row = rows[(13 * i)..];
            events[i].ShouldBe((
                BinaryPrimitives.ReadInt64LittleEndian(row), BinaryPrimitives.ReadInt16LittleEndian(row[8..]),
                BinaryPrimitives.ReadInt16LittleEndian(row[10..]), row[12]));
        }
    }

    [Fact]
    public void A_davis_recording_holds_the_events_that_aestream_asserts_and_the_packets_beside_them()
    {
        using RecordingReader reader = Recording.Open(SharedData.PathOrSkip("data/formats/davis.aedat4"));
        ReadAll.From(reader, 4096, keepEvents: false);

        reader.Counters.Delivered.ShouldBe(117_667);
        reader.OtherItems.ToDictionary(o => o.Name, o => o.Count).ShouldBe(
            new Dictionary<string, long> { ["FRME packet"] = 3, ["IMUS packet"] = 13, ["TRIG packet"] = 11 }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("aedat1_for_testing", 12, "4e5625b65544970fc889250f100d7ec24aad64e7d11bdf3ca809bb5d5279d53b")]
    [InlineData("aedat2_for_testing", 18, "054fb2c0c0720bec4a03b91cd736414f09093ec79cbdfec06233e5b36c3214c5")]
    [InlineData("aedat3_for_testing", 5, "cd9b7150f2d3fc827d5221f167a71d294ae3a17d6c467bc691e461df100715e8")]
    public void Hand_made_files_whose_events_call_themselves_invalid_can_be_read_all_the_same(string name, int events, string digest)
    {
        ReadAll read = ReadAll.From(SharedData.PathOrSkip($"data/formats/aedat31-synthetic/{name}.aedat"), new ReadOptions { IgnoreValidBit = true });

        read.Events.Count.ShouldBe(events);
        read.Digest.ShouldBe(digest);
    }

    [Fact]
    public void All_clips_of_dvs_sign_have_their_digests()
    {
        SharedData.PathOrSkip("data/dvs-sign/train");
        int clips = 0;
        foreach (ManifestRow row in ManifestRow.All().Where(r => r.Path.StartsWith("dvs-sign/train/", StringComparison.Ordinal)))
        {
            using RecordingReader reader = Recording.Open(SharedData.PathOrSkip("data/" + row.Path));
            ReadAll.From(reader, 16384, keepEvents: false).Digest.ShouldBe(row.Digest, row.Path);
            clips++;
        }

        clips.ShouldBe(600);
    }

    [Fact]
    public void All_samples_of_n_mnist_have_their_digests()
    {
        string archive = SharedData.PathOrSkip("data/nmnist/nmnist-train-00001-01000.zip");
        using System.IO.Compression.ZipArchive zip = System.IO.Compression.ZipFile.OpenRead(archive);
        int samples = 0;
        foreach (string[] row in File.ReadLines(SharedData.PathOrSkip("data/nmnist/samples.tsv")).Skip(1).Select(line => line.Split('\t')))
        {
            MemoryStream content = new();
            using (Stream entry = zip.GetEntry(row[0])!.Open())
            {
                entry.CopyTo(content);
            }

            content.Position = 0;
            using RecordingReader reader = Recording.Open(content, row[0]);
            ReadAll.From(reader, 8192, keepEvents: false).Digest.ShouldBe(row[10], row[0]);
            samples++;
        }

        samples.ShouldBe(1000);
    }
}
