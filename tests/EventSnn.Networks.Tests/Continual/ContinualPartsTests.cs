using EventSnn.Events.Binning;
using EventSnn.Networks.Continual;

namespace EventSnn.Networks.Tests.Continual;

public sealed class ContinualPartsTests
{
    [Fact]
    public void Metrics_of_the_field_are_those_of_a_hand_made_matrix()
    {
        var matrix = new AccuracyMatrix();
        matrix.Add([.9]);
        matrix.Add([.95, .8]);
        matrix.Add([.7, .6, 1]);
        matrix.Average.ShouldBe((.7 + .6 + 1) / 3, 1e-12);
        matrix.JustLearned.ShouldBe((.8 + 1) / 2, 1e-12);
        matrix.BackwardTransfer.ShouldBe(((.7 - .9) + (.6 - .8)) / 2, 1e-12);
        matrix.Forgetting.ShouldBe(((.95 - .7) + (.8 - .6)) / 2, 1e-12);
        Should.Throw<ArgumentOutOfRangeException>(() => matrix.Add([1]));
    }

    [Fact]
    public void The_memory_is_bounded_and_shared_equally_whatever_order_the_classes_come_in()
    {
        var memory = new LatentMemory(size: 4, capacity: 60);
        for (int c = 0; c < 5; c++)
        {
            memory.AddClass();
            for (int i = 0; i < 200; i++)
            {
                memory.Offer([c / 5f, 0, .5f, 1], c);
            }

            memory.Count.ShouldBeLessThanOrEqualTo(60);
        }

        Enumerable.Range(0, 5).Sum(memory.CountOf).ShouldBe(memory.Count);
        Enumerable.Range(0, 5).Select(memory.CountOf).ShouldAllBe(n => n >= 11 && n <= 13);
        var drawn = new float[4];
        memory.Draw(3, drawn);
        drawn[0].ShouldBe(.6f, 1f / 255);
        drawn[3].ShouldBe(1f);
    }

    [Fact]
    public void Every_vector_of_a_class_has_the_same_chance_to_stay()
    {
        double sum = 0;
        const int Runs = 200;
        for (int run = 0; run < Runs; run++)
        {
            var memory = new LatentMemory(1, capacity: 10, seed: (ulong)run);
            memory.AddClass();
            for (int i = 0; i < 200; i++)
            {
                memory.Offer([i / 199f], 0);
            }

            var vector = new float[1];
            for (int k = 0; k < 10; k++)
            {
                memory.Read(0, k, vector);
                sum += vector[0];
            }
        }

        // Mean of a uniform draw of 2000: 0.5 with a standard error of 0.0065.
        (sum / (10 * Runs)).ShouldBe(.5, .026);
    }

    [Fact]
    public void A_latent_vector_tells_the_way_of_a_motion_whose_counts_are_the_same()
    {
        float[] right = Sweep(step: 1, motion: true);
        float[] left = Sweep(step: -1, motion: true);
        const int Cells = 64;
        float Share(float[] vector, int direction) => vector.AsSpan((2 + direction) * Cells, Cells).ToArray().Sum(v => v * v);
        Share(right, 0).ShouldBeGreaterThan(5 * Share(right, 1)); // 0: to the right, 1: to the left
        Share(left, 1).ShouldBeGreaterThan(5 * Share(left, 0));
        Distance(Sweep(1, motion: false), Sweep(-1, motion: false)).ShouldBeLessThan(.25 * Distance(right, left));
    }

    [Fact]
    public void A_latent_vector_does_not_depend_on_how_many_events_a_camera_gives_but_for_its_last_entry()
    {
        float[] few = Sweep(1, motion: true);
        float[] many = Sweep(1, motion: true, count: 5);
        for (int i = 0; i < few.Length - 1; i++)
        {
            many[i].ShouldBe(few[i], 1e-3f);
        }

        (many[^1] - few[^1]).ShouldBe((float)(Math.Log(5) / 10), .01f);
    }

    [Fact]
    public void A_learner_says_unknown_for_what_is_far_from_everything_and_no_gesture_for_little()
    {
        (float[] Vector, int Label)[] data = StreamingDiscriminantTests.Gaussians(2, 200, seed: 9);
        var learner = new ContinualLearner(data[0].Vector.Length);
        learner.Decide(data[0].Vector, 5000).Kind.ShouldBe(DecisionKind.Untaught);
        foreach (int c in (int[])[0, 1, 0, 1])
        {
            learner.Begin($"class {c}");
            foreach ((float[] vector, int _) in data.Where(d => d.Label == c))
            {
                learner.Learn(vector, .05, 5000);
            }

            learner.End();
        }

        (float[] Vector, int Label)[] asked = StreamingDiscriminantTests.Gaussians(3, 50, seed: 10);
        asked.Where(a => a.Label < 2).Count(a => learner.Decide(a.Vector, 5000) is { Kind: DecisionKind.Gesture } d && d.Class == a.Label).ShouldBeGreaterThan(95);
        asked.Where(a => a.Label == 2).Count(a => learner.Decide(a.Vector, 5000).Kind == DecisionKind.Unknown).ShouldBeGreaterThan(45);
        learner.Decide(asked[0].Vector, 20).Kind.ShouldBe(DecisionKind.NoGesture);
        learner.Classes.ShouldBe([new TaughtClass("class 0", 2, learner.Classes[0].Seconds), new TaughtClass("class 1", 2, learner.Classes[1].Seconds)]);
        learner.Classes[0].Seconds.ShouldBe(20, 1e-6);
    }

    private static float[] Sweep(int step, bool motion, ushort count = 1)
    {
        var shape = new InputShape(2, 32, 32);
        var encoder = new LatentEncoder(shape, 5000, new LatentOptions { Motion = motion });
        for (int k = 0; k < 320; k++)
        {
            int x = ((k * step % 32) + 32) % 32;
            int[] inputs = [.. Enumerable.Range(0, 32).Select(y => (y * 32) + x)];
            encoder.Push(inputs, [.. Enumerable.Repeat(count, inputs.Length)]);
        }

        var vector = new float[encoder.Size];
        encoder.CopyTo(vector);
        return vector;
    }

    private static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
