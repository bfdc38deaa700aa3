using EventSnn.Events.Batches;
using EventSnn.Recordings.Folders;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Tests.Support;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Folders;

public sealed class LabelledFolderTests
{
    [Fact]
    public void Sub_folders_are_classes_in_numeric_order()
    {
        using TemporaryFolder folder = new();
        foreach (string name in new[] { "10/b.bin", "10/a.bin", "2/x.bin", "2/notes.md" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
            File.WriteAllBytes(folder.File(name), [1, 1, 0, 0, 7]);
        }

        LabelledFolder clips = LabelledFolder.Open(folder.Path);

        clips.ClassNames.ShouldBe(["2", "10"]);
        clips.Clips.ShouldBe([new("2/x.bin", 0), new("10/a.bin", 1), new("10/b.bin", 1)]);
        using RecordingReader reader = clips.Read(clips.Clips[0]);
        ReadAll.From(reader, 8).Events.ShouldBe([(7, 1, 1, 0)]);
    }

    [Fact]
    public void A_flat_folder_of_numbered_files_is_one_clip_per_class()
    {
        LabelledFolder clips = LabelledFolder.Open(SharedData.PathOrSkip("data/ibm-gesture/slayer-bs2"));

        clips.ClassNames.ShouldBe(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
        clips.Clips[9].ShouldBe(new LabelledClip("10.bs2", 9));
    }

    [Fact]
    public void A_zip_archive_reads_like_a_folder()
    {
        LabelledFolder clips = LabelledFolder.Open(SharedData.PathOrSkip("data/nmnist/nmnist-train-00001-01000.zip"));

        clips.Clips.Count.ShouldBe(1000);
        clips.ClassNames.ShouldBe(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
        string[] figures = File.ReadLines(SharedData.PathOrSkip("data/nmnist/samples.tsv")).Skip(1).First().Split('\t');
        LabelledClip first = clips.Clips.Single(c => c.Name.EndsWith("00001.bin", StringComparison.Ordinal));
        using RecordingReader reader = clips.Read(first);
        ReadAll all = ReadAll.From(reader, 4096);
        figures.ShouldContain(all.Digest);
    }

    [Fact]
    public void A_folder_without_clips_is_an_error()
    {
        using TemporaryFolder folder = new();

        Should.Throw<RecordingException>(() => LabelledFolder.Open(folder.Path));
        Should.Throw<RecordingException>(() => LabelledFolder.Open(folder.File("none")));
    }
}
