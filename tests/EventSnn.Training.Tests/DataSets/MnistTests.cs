using EventSnn.TestKit;
using EventSnn.Training.DataSets;

namespace EventSnn.Training.Tests.DataSets;

public sealed class MnistTests
{
    [Fact]
    public void Pictures_and_labels_are_read_and_drawn_anew()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("train-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 255, 0, 0, 255]);
        File.WriteAllBytes(folder.File("train-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, 2, 7, 3]);
        MnistDataSet set = MnistDataSet.Open(folder.Path);
        set.Clips.Select(c => c.Label).ShouldBe([7, 3]);
        ClipStore store = ClipStore.Load(set, new ClipBinning(1000), cancellation: TestContext.Current.CancellationToken);
        Lit(store, 0, 0).ShouldAllBe(i => i == 0);
        Lit(store, 1, 0).ShouldAllBe(i => i == 1);
        store.Steps(0, 5).Entries.ShouldBe(store.Steps(0, 5).Entries);
        Enumerable.Range(1, 5).Select(d => store.Steps(0, (ulong)d).Entries).Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 2, 255 }, "byte 16")]
    [InlineData(new byte[] { 1, 2, 3 }, "byte 0")]
    [InlineData(new byte[] { 0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 }, "byte 16")]
    public void A_damaged_file_is_told_with_its_place(byte[] pictures, string place)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("train-images-idx3-ubyte"), pictures);
        File.WriteAllBytes(folder.File("train-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, 2, 7, 3]);
        Should.Throw<TrainingException>(() => MnistDataSet.Open(folder.Path)).Message.ShouldContain(place);
    }

    private static List<int> Lit(ClipStore store, int clip, ulong draw)
    {
        List<int> lit = [];
        for (int k = 0; k < store.Steps(clip, draw).Count; k++)
        {
            lit.AddRange(store.Steps(clip, draw).Inputs(k));
        }

        lit.ShouldNotBeEmpty();
        return lit;
    }
}
