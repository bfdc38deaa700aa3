using EventSnn.TestKit;
using EventSnn.Training.DataSets;
using EventSnn.Training.Splits;
using EventSnn.Training.Tests.Support;

namespace EventSnn.Training.Tests.Splits;

public sealed class ClipSplitTests
{
    [Fact]
    public void Folds_are_blocks_of_neighbours_that_cover_every_clip_once()
    {
        using var clips = new TinyClips(7);
        List<int> tested = [];
        for (int fold = 0; fold < 3; fold++)
        {
            ClipSplit split = ClipSplit.Make(clips.DataSet, new SplitOptions { Folds = 3, Fold = fold });
            split.Train.Intersect(split.Test).ShouldBeEmpty();
            (split.Train.Count + split.Test.Count).ShouldBe(14);
            foreach (IGrouping<int, int> series in split.Test.GroupBy(i => clips.DataSet.Clips[i].Label))
            {
                int[] block = [.. series];
                block.ShouldBe(Enumerable.Range(block[0], block.Length));
            }

            tested.AddRange(split.Test);
        }

        tested.Order().ShouldBe(Enumerable.Range(0, 14));
    }

    [Fact]
    public void NMnist_is_cut_into_five_folds_of_two_hundred()
    {
        NMnistDataSet set = NMnistDataSet.Open(SharedData.PathOrSkip("data/nmnist/nmnist-train-00001-01000.zip"));
        ClipSplit.Make(set, new SplitOptions { Folds = 5, Fold = 2 }).Test.ShouldBe(Enumerable.Range(400, 200));
    }

    [Fact]
    public void Validation_takes_from_the_training_clips_only()
    {
        using var clips = new TinyClips(8);
        ClipSplit split = ClipSplit.Make(clips.DataSet, new SplitOptions { Folds = 4, Fold = 0, Validation = .25 });
        split.Validation.Count.ShouldBe(4);
        split.Validation.Intersect(split.Train.Concat(split.Test)).ShouldBeEmpty();
        (split.Train.Count + split.Validation.Count + split.Test.Count).ShouldBe(16);
    }

    [Fact]
    public void A_class_that_is_held_out_is_only_tested_with()
    {
        using var clips = new TinyClips();
        ClipSplit split = ClipSplit.Make(clips.DataSet, new SplitOptions { Folds = 3, Fold = 1, HeldOutClasses = ["top"] });
        split.Train.ShouldAllBe(i => clips.DataSet.Clips[i].Label == 0);
        split.Test.ShouldContain(i => clips.DataSet.Clips[i].Label == 1);
        Should.Throw<TrainingException>(() => ClipSplit.Make(clips.DataSet, new SplitOptions { HeldOutClasses = ["left"] })).Message.ShouldContain("left");
    }
}
