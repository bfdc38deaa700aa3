using EventSnn.Events.Binning;
using EventSnn.Events.Random;
using EventSnn.Training.Augmentation;

namespace EventSnn.Training.Tests.Augmentation;

public sealed class ClipAugmenterTests
{
    private static readonly InputShape Shape = new(2, 8, 8);

    [Fact]
    public void Without_options_a_clip_stays_as_it_is()
    {
        StepSequence varied = Vary(new AugmentationOptions());
        varied.Count.ShouldBe(10);
        for (int k = 0; k < 10; k++)
        {
            varied.Inputs(k).ToArray().ShouldBe([27, 64 + 28]);
            varied.Counts(k).ToArray().ShouldBe([(ushort)(k + 1), (ushort)2]);
        }
    }

    [Fact]
    public void A_shift_moves_all_events_of_a_clip_by_the_same_cells()
    {
        HashSet<int> seen = [];
        for (ulong seed = 0; seed < 40; seed++)
        {
            StepSequence varied = Vary(new AugmentationOptions { Shift = .25 }, seed);
            int by = varied.Inputs(0)[0] - 27;
            seen.Add(by);
            for (int k = 0; k < varied.Count; k++)
            {
                varied.Inputs(k).ToArray().ShouldBe([27 + by, 92 + by]);
            }
        }

        seen.Count.ShouldBeGreaterThan(5);
        seen.ShouldAllBe(by => Math.Abs(by % 8) <= 3 || Math.Abs(by % 8) >= 5);
    }

    [Fact]
    public void Polarity_noise_keeps_the_pixel_and_dropping_never_adds()
    {
        StepSequence swapped = Vary(new AugmentationOptions { PolarityNoise = .5 });
        Enumerable.Range(0, 10).SelectMany(k => swapped.Inputs(k).ToArray()).Select(i => i % 64).Distinct().Order().ShouldBe([27, 28]);
        StepSequence dropped = Vary(new AugmentationOptions { Drop = .9 });
        for (int k = 0; k < 10; k++)
        {
            dropped.Counts(k).ToArray().Sum(c => c).ShouldBeLessThanOrEqualTo(k + 3);
        }
    }

    [Fact]
    public void A_slower_clip_shows_steps_twice_and_a_faster_one_leaves_some_out()
    {
        List<int> firsts = [];
        for (ulong seed = 0; seed < 20; seed++)
        {
            StepSequence varied = Vary(new AugmentationOptions { TimeWarp = .5 }, seed);
            ushort[] shown = [.. Enumerable.Range(0, varied.Count).Select(k => varied.Counts(k)[0])];
            shown.ShouldBe(shown.Order());
            firsts.Add(shown[^1]);
        }

        firsts.ShouldContain(last => last < 10);
        firsts.ShouldContain(last => last == 10);
    }

    [Fact]
    public void The_same_draw_gives_the_same_clip()
    {
        var options = new AugmentationOptions { Shift = .2, Rotation = 20, Scale = .2, TimeWarp = .2, Drop = .3, PolarityNoise = .1 };
        StepSequence a = Vary(options, 5);
        StepSequence b = Vary(options, 5);
        b.Count.ShouldBe(a.Count);
        for (int k = 0; k < a.Count; k++)
        {
            b.Inputs(k).ToArray().ShouldBe(a.Inputs(k).ToArray());
            b.Counts(k).ToArray().ShouldBe(a.Counts(k).ToArray());
        }
    }

    private static StepSequence Vary(AugmentationOptions options, ulong seed = 1)
    {
        var clip = new StepSequence(1000);
        for (int k = 0; k < 10; k++)
        {
            clip.Append([27, 64 + 28], [(ushort)(k + 1), 2]);
        }

        var varied = new StepSequence(1000);
        new ClipAugmenter(Shape, options).Apply(clip, 0, 10, new RandomStream(seed), varied);
        return varied;
    }
}
