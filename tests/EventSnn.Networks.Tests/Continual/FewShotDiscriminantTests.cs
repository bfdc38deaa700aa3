using EventSnn.Events.Random;
using EventSnn.Networks.Continual;

namespace EventSnn.Networks.Tests.Continual;

public sealed class FewShotDiscriminantTests
{
    private const int Size = 6;
    private const double Ridge = .05;

    [Fact]
    public void Without_pull_it_is_the_discriminant_that_is_solved_by_rank_one_steps()
    {
        (float[] Vector, int Label)[] clips = Draw(60);
        var plain = new RecursiveDiscriminant(Size, Ridge);
        var learner = new FewShotDiscriminant(Size, Ridge, pull: 0);
        for (int c = 0; c < 3; c++)
        {
            plain.AddClass();
            learner.AddClass();
        }

        foreach ((float[] v, int label) in clips)
        {
            plain.Learn(v, label);
            learner.Learn(v, label);
        }

        float[] asked = Draw(1, seed: 9)[0].Vector;
        var expected = new double[3];
        var scores = new double[3];
        double distance = plain.Score(asked, expected) * Ridge;
        learner.Score(asked, scores);
        for (int c = 0; c < 3; c++)
        {
            scores[c].ShouldBe(expected[c] * (clips.Length - 3), 1e-6 * Math.Abs(expected[c] * clips.Length));
        }

        learner.Distance(asked).ShouldBe(distance, 1e-6 * distance);
    }

    [Fact]
    public void The_mean_of_a_class_goes_to_the_centre_by_k_over_n_plus_k()
    {
        // One dimension and almost no spread: what a class's score is highest at is the mean that it believes in.
        var learner = new FewShotDiscriminant(1, ridge: 1, pull: 2);
        learner.AddClass();
        learner.AddClass();
        for (int i = 0; i < 6; i++)
        {
            learner.Learn([0f], 0);
        }

        learner.Learn([1f], 1);
        const double First = 6.0 / 8; // trust in the class of 6 showings
        const double Second = 1.0 / 3;
        const double Centre = Second / (First + Second);
        const double Believed = Centre + (Second * (1 - Centre));
        var at = new double[2];
        var beside = new double[2];
        learner.Score([(float)Believed + .01f], beside);
        learner.Score([(float)Believed - .01f], at);

        // m x - m m / 2 for m believed: the slope tells m.
        ((beside[1] - at[1]) / .02 / 5).ShouldBe(Believed, 1e-4); // scores are times N - C = 5 over r = 1
    }

    [Fact]
    public void A_class_of_one_showing_is_found_among_classes_of_many_only_with_the_pull()
    {
        Found(pull: null).ShouldBeGreaterThan(Found(pull: 0) + .2);
        Found(pull: null).ShouldBeGreaterThan(.6);
    }

    [Fact]
    public void A_class_of_two_showings_is_believed_to_lie_where_the_well_known_classes_lie()
    {
        // Ten classes whose means differ in 3 of 40 directions; what an eleventh one's two showings say of the other 37 is noise.
        FoundInPlane(pull: null).ShouldBeGreaterThan(FoundInPlane(pull: .5) + .05);
    }

    [Fact]
    public void The_estimated_pull_follows_from_noise_and_signal_and_needs_no_order()
    {
        // v = 1 per dimension within classes, b = 4: k = 1 / 4 where S is plenty against r.
        (float[] Vector, int Label)[] clips = Plenty(classes: 60, each: 40, spread: 2, seed: 3);
        FewShotDiscriminant forth = Taught(clips, 60);
        forth.Solve();
        forth.Pull.ShouldBe(.25, .05);
        FewShotDiscriminant back = Taught([.. clips.Reverse()], 60);
        back.Solve();
        back.Pull.ShouldBe(forth.Pull, 1e-9);
    }

    [Fact]
    public void Two_half_showings_of_the_same_vector_are_one_but_for_the_spread_that_they_lack()
    {
        (float[] Vector, int Label)[] clips = Draw(30);
        FewShotDiscriminant whole = Taught(clips, 3);
        var halves = new FewShotDiscriminant(Size, Ridge);
        for (int c = 0; c < 3; c++)
        {
            halves.AddClass();
        }

        foreach ((float[] v, int label) in clips)
        {
            halves.Learn(v, label, .5);
            halves.Learn(v, label, .5);
        }

        var a = new double[3];
        var b = new double[3];
        float[] asked = Draw(1, seed: 5)[0].Vector;
        whole.Score(asked, a);
        halves.Score(asked, b);
        halves.Learned.ShouldBe(whole.Learned, 1e-9);
        for (int c = 0; c < 3; c++)
        {
            b[c].ShouldBe(a[c], 1e-6 * Math.Abs(a[c]));
        }
    }

    [Theory]
    [InlineData(1, .68, .905)]
    [InlineData(3, .88, .935)]
    public void Classes_of_few_showings_are_found_among_each_other_and_cost_the_others_little(int few, double leastFound, double leastKept)
    {
        (double found, double kept, double keptAlone) = OldAndNew(few);
        found.ShouldBeGreaterThan(leastFound); // .66 and .85 where means are drawn four times as far to the others
        kept.ShouldBeGreaterThan(leastKept); // .90 and .92 where distances are discounted by how few the showings are
        keptAlone.ShouldBeGreaterThan(kept);
    }

    [Fact]
    public void A_copy_goes_its_own_way_and_a_stranger_is_stranger_than_a_friend()
    {
        FewShotDiscriminant learner = Taught(Draw(60), 3);
        FewShotDiscriminant copy = learner.Copy();
        var before = new double[3];
        var after = new double[3];
        float[] friend = Draw(1, seed: 7)[0].Vector;
        double familiar = learner.Score(friend, before);
        copy.Learn([9, 9, 9, 9, 9, 9], 0);
        learner.Score(friend, after).ShouldBe(familiar);
        after.ShouldBe(before);
        familiar.ShouldBeLessThan(0); // the centre of all explains it worse than its class
        learner.Distance([5, -5, 5, -5, 5, -5]).ShouldBeGreaterThan(5 * learner.Distance(friend));
    }

    /// <summary>The share of vectors of a class shown once that are found, beside five of 60 showings, in 40 dimensions.</summary>
    private static double Found(double? pull) => Found(pull, known: 5, few: 1, seeds: 8, (random, _) => random.NextNormal(), noise: 1.5);

    /// <summary>The share of vectors of a class shown twice that are found, beside ten of 60 showings, all means in 3 of 40 dimensions.</summary>
    private static double FoundInPlane(double? pull) => Found(pull, known: 10, few: 2, seeds: 12, (random, d) => d < 3 ? 4 * random.NextNormal() : 0, noise: 1);

    private static double Found(double? pull, int known, int few, ulong seeds, Func<RandomStream, int, double> place, double noise)
    {
        const int Dimensions = 40;
        int right = 0;
        int asked = 0;
        for (ulong seed = 0; seed < seeds; seed++)
        {
            var random = new RandomStream(seed);
            double[][] means = [.. Enumerable.Range(0, known + 1).Select(_ => Enumerable.Range(0, Dimensions).Select(d => place(random, d)).ToArray())];
            float[] Make(int c) => [.. means[c].Select(m => (float)(m + (noise * random.NextNormal())))];
            var learner = new FewShotDiscriminant(Dimensions, pull: pull);
            for (int c = 0; c <= known; c++)
            {
                learner.AddClass();
                for (int i = 0; i < (c < known ? 60 : few); i++)
                {
                    learner.Learn(Make(c), c);
                }
            }

            var scores = new double[known + 1];
            for (int i = 0; i < 40; i++, asked++)
            {
                learner.Score(Make(known), scores);
                right += Array.IndexOf(scores, scores.Max()) == known ? 1 : 0;
            }
        }

        return (double)right / asked;
    }

    /// <summary>
    /// Eight classes of 40 showings and six of few, in 60 dimensions: the share of vectors of the six that are found, and of the eight with and without the six.
    /// </summary>
    private static (double Found, double Kept, double KeptAlone) OldAndNew(int few)
    {
        const int Dimensions = 60;
        const int Known = 8;
        const int Each = 20;
        const int Seeds = 6;
        var right = new int[3];
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            var random = new RandomStream(seed);
            double[][] means = [.. Enumerable.Range(0, Known + 6).Select(_ => Enumerable.Range(0, Dimensions).Select(d => (d < 12 ? 1.4 : .3) * random.NextNormal()).ToArray())];
            float[] Make(int c) => [.. means[c].Select(m => (float)(m + random.NextNormal()))];
            var learner = new FewShotDiscriminant(Dimensions);
            void Show(int c, int times)
            {
                learner.AddClass();
                for (int i = 0; i < times; i++)
                {
                    learner.Learn(Make(c), c);
                }
            }

            int Right(int from, int end)
            {
                var scores = new double[learner.Classes];
                return Enumerable.Range(from, end - from).Sum(c => Enumerable.Range(0, Each).Count(_ =>
                {
                    learner.Score(Make(c), scores);
                    return Array.IndexOf(scores, scores.Max()) == c;
                }));
            }

            for (int c = 0; c < Known; c++)
            {
                Show(c, 40);
            }

            right[2] += Right(0, Known);
            for (int c = Known; c < means.Length; c++)
            {
                Show(c, few);
            }

            right[0] += Right(Known, means.Length);
            right[1] += Right(0, Known);
        }

        return (right[0] / (double)(6 * Each * Seeds), right[1] / (double)(Known * Each * Seeds), right[2] / (double)(Known * Each * Seeds));
    }

    private static FewShotDiscriminant Taught((float[] Vector, int Label)[] clips, int classes)
    {
        var learner = new FewShotDiscriminant(Size, Ridge);
        for (int c = 0; c < classes; c++)
        {
            learner.AddClass();
        }

        foreach ((float[] v, int label) in clips)
        {
            learner.Learn(v, label);
        }

        return learner;
    }

    private static (float[] Vector, int Label)[] Draw(int count, ulong seed = 1) => Plenty(3, (count + 2) / 3, 1, seed)[..count];

    private static (float[] Vector, int Label)[] Plenty(int classes, int each, double spread, ulong seed)
    {
        var meanRandom = new RandomStream(77);
        double[][] means = [.. Enumerable.Range(0, classes).Select(_ => Enumerable.Range(0, Size).Select(_ => spread * meanRandom.NextNormal()).ToArray())];
        var random = new RandomStream(seed);
        return [.. Enumerable.Range(0, classes * each).Select(i => ((float[])[.. means[i % classes].Select(m => (float)(m + random.NextNormal()))], i % classes))];
    }
}
