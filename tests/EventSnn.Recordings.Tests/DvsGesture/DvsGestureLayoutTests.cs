using EventSnn.Events.Batches;
using EventSnn.Recordings.DvsGesture;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Tests.Aedat3;
using EventSnn.TestKit;
using static EventSnn.Recordings.Tests.Aedat3.Aedat3Bytes;

namespace EventSnn.Recordings.Tests.DvsGesture;

public sealed class DvsGestureLayoutTests
{
    [Fact]
    public void Names_lose_their_trailing_blanks_and_lists_name_files_of_the_folder()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("gesture_mapping.csv"), "action,label\nclap,1\nwave ,2\n");
        File.WriteAllText(folder.File("trials_to_train.txt"), "user01.aedat\r\nuser02.aedat\r\n");
        File.WriteAllText(folder.File("trials_to_test.txt"), "\n");

        DvsGestureLayout layout = DvsGestureLayout.Open(folder.Path);

        layout.ClassNames.ShouldBe(["clap", "wave"]);
        layout.TrainTrials.ShouldBe([folder.File("user01.aedat"), folder.File("user02.aedat")]);
        layout.TestTrials.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("clap,1\nwave,3\n")]
    [InlineData("clap,1\nwave,1\n")]
    [InlineData("clap,0\n")]
    [InlineData("clap,1\nwave\n")]
    public void A_mapping_with_a_missing_or_double_class_is_an_error(string lines)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("gesture_mapping.csv"), "action,label\n" + lines);

        Should.Throw<RecordingException>(() => DvsGestureLayout.Open(folder.Path)).File.ShouldEndWith("gesture_mapping.csv");
    }

    [Theory]
    [InlineData("data/user01_led.aedat", "data/user01_led_labels.csv")]
    [InlineData("user01_led.aedat.gz", "user01_led_labels.csv")]
    public void Labels_stand_beside_their_recording(string recording, string labels) =>
        DvsGestureLayout.LabelsPath(recording).ShouldBe(labels);

    [Fact]
    public void Clips_are_cut_to_their_label_windows_whatever_the_batch_size()
    {
        byte[][] records = [.. Enumerable.Range(0, 100).Select(i => Polarity(i, 1, 1, i * 10))];
        byte[] file = new Aedat3Bytes().Polarities(0, records).ToArray();
        LabelTrack track = LabelTrack.From([new(4, 100, 200), new(2, 200, 210), new(7, 500, 505), new(1, 901, 2000)]);
        foreach (int capacity in new[] { 1, 3, 64 })
        {
            using RecordingReader reader = Recording.Open(new MemoryStream(file), "a.aedat");
            using PooledEvents pool = new(capacity);
            using LabelWindowReader windows = new(reader, track, pool.Pool);
            using EventBatch batch = pool.Pool.Rent();
            var seen = new List<(int Label, long T)>();
            while (windows.Read(batch, out int label))
            {
                foreach (long t in batch.Timestamps)
                {
                    seen.Add((label, t));
                }
            }

            seen.ShouldBe([.. Enumerable.Range(10, 10).Select(i => (0, i * 10L)), (1, 200L), (2, 500L), .. Enumerable.Range(91, 9).Select(i => (3, i * 10L))]);
            windows.Inside.ShouldBe(21);
            (windows.Inside + windows.Outside).ShouldBe(100);
        }
    }

    [Fact]
    public void The_repacked_real_clips_lie_wholly_inside_their_windows()
    {
        string folder = SharedData.PathOrSkip("data/ibm-gesture");
        DvsGestureLayout layout = DvsGestureLayout.Open(folder);
        string recording = layout.TrainTrials.ShouldHaveSingleItem();
        LabelTrack track = layout.ReadLabels(recording);
        using RecordingReader reader = DvsGestureLayout.OpenRecording(recording);
        using LabelWindowReader windows = new(reader, track);
        using EventBatch batch = EventBatchPool.Shared.Rent();
        long[] counts = new long[track.Labels.Count];
        while (windows.Read(batch, out int label))
        {
            counts[label] += batch.Count;
        }

        // The figures of the ten clips in the manifest, less the ten events that the repacked file marks as invalid.
        counts.ShouldBe([63470, 84259, 113063, 151878, 181178, 124244, 159613, 101288, 141771, 85936]);
        windows.Outside.ShouldBe(0);
        reader.Counters.SkippedFor(SkipReason.Invalid).ShouldBe(10);
    }
}
