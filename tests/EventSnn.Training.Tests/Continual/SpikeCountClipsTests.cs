using EventSnn.Networks.Continual;
using EventSnn.TestKit;
using EventSnn.Training.Continual;
using EventSnn.Training.DataSets;

namespace EventSnn.Training.Tests.Continual;

public sealed class SpikeCountClipsTests
{
    [Fact]
    public void A_clip_is_one_vector_of_length_one_its_variants_are_near_and_its_beginning_is_shorter()
    {
        string zip = SharedData.PathOrSkip("data/nmnist/nmnist-train-00001-01000.zip");
        ClipDataSet data = DataSetLayouts.Open("nmnist", zip);
        ClipStore store = ClipStore.Load(data, new ClipBinning(10_000, data.DownsampleTo(16)));
        LatentClip[] clips = SpikeCountClips.Make(store, new SpikeCountOptions { Channels = 8 }, variants: 2, threads: 2);
        LatentClip clip = clips[3];
        clip.Vectors.Count.ShouldBe(1);
        clip.Variants.Count.ShouldBe(2);
        Dot(clip.Vectors[0], clip.Vectors[0]).ShouldBe(1, 1e-4);
        Dot(clip.Vectors[0], clip.Variants[0]).ShouldBeInRange(.7, .9999);
        LatentClip begin = clip.Until(.1);
        begin.Seconds.ShouldBe(.1, 1e-9);
        Dot(begin.Vectors[0], clip.Vectors[0]).ShouldBeInRange(.5, .9999);
        clip.Until(9).ShouldBeSameAs(clip);
        SpikeCountClips.Make(store, new SpikeCountOptions { Channels = 8 }, variants: 2)[3].Variants[1].ShouldBe(clip.Variants[1]); // any number of threads
    }

    private static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}
