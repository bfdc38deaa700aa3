using EventSnn.Recordings.DvsGesture;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.DvsGesture;

public sealed class LabelTrackTests
{
    [Fact]
    public void Classes_count_from_zero_and_gaps_have_no_label()
    {
        using TemporaryFolder folder = new();
        LabelTrack track = Read(folder, "class,startTime_usec,endTime_usec\n1,100,200\n11,300,400\n");

        track.Labels.ShouldBe([new(0, 100, 200), new(10, 300, 400)]);
        long[] times = [99, 100, 199, 200, 299, 300, 400, long.MaxValue];
        times.Select(t => track.At(t)?.Class).ShouldBe([null, 0, 0, null, null, 10, null, null]);
        times.Select(track.IndexAt).ShouldBe([-1, 0, 0, -1, -1, 1, -1, -1]);
        track.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void A_label_that_ends_after_the_next_one_starts_ends_there_with_a_warning()
    {
        using TemporaryFolder folder = new();
        LabelTrack track = Read(folder, "class,startTime_usec,endTime_usec\r\n1,100,350\r\n2,300,400\r\n");

        track.Labels.ShouldBe([new(0, 100, 300), new(1, 300, 400)]);
        track.Warnings.ShouldHaveSingleItem().ShouldContain("350");
        track.At(320)!.Value.Class.ShouldBe(1);
    }

    [Theory]
    [InlineData("1,100\n", "three whole numbers")]
    [InlineData("1,100,abc\n", "three whole numbers")]
    [InlineData("0,100,200\n", "class from 1 to 11")]
    [InlineData("12,100,200\n", "class from 1 to 11")]
    [InlineData("1,200,100\n", "an end not before the start")]
    public void A_bad_line_is_named_with_its_place(string line, string expected)
    {
        using TemporaryFolder folder = new();
        RecordingException e = Should.Throw<RecordingException>(() => Read(folder, "class,startTime_usec,endTime_usec\n" + line));

        e.ByteOffset.ShouldBe(34);
        e.Expected.ShouldContain(expected);
        e.Expected.ShouldContain("line 2");
    }

    [Theory]
    [InlineData("")]
    [InlineData("class,startTime_usec,endTime_usec\n")]
    [InlineData("\0\0\0")]
    public void A_file_without_labels_is_an_error(string content)
    {
        using TemporaryFolder folder = new();
        Should.Throw<RecordingException>(() => Read(folder, content)).Expected.ShouldContain("a label file");
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_told_apart()
    {
        using TemporaryFolder folder = new();
        Should.Throw<RecordingException>(() => LabelTrack.Read(folder.File("none.csv"))).Found.ShouldBe("no such file");
        Should.Throw<RecordingException>(() => LabelTrack.Read(folder.Path)).Found.ShouldBe("a folder");
    }

    [Fact]
    public void The_real_label_file_reads_as_it_stands()
    {
        LabelTrack track = LabelTrack.Read(SharedData.PathOrSkip("data/ibm-gesture/genuine-labels/user01_natural_labels.csv"), 11);

        track.Labels.Count.ShouldBe(12);
        track.Labels[3].ShouldBe(new GestureLabel(4, 87200306, 97835393));
        track.Warnings.ShouldBeEmpty();
    }

    private static LabelTrack Read(TemporaryFolder folder, string content)
    {
        string path = folder.File("x_labels.csv");
        File.WriteAllText(path, content);
        return LabelTrack.Read(path, 11);
    }
}
