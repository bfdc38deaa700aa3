using EventSnn.Events.Random;
using EventSnn.Networks.Continual;

namespace EventSnn.Networks.Tests.Continual;

public sealed class RecursiveDiscriminantTests
{
    private const int Size = 6;
    private const double Ridge = .05;

    [Fact]
    public void Scores_are_those_of_a_discriminant_that_is_solved_at_once()
    {
        (float[] Vector, int Label)[] clips = Draw(60);
        var learner = Taught(clips);
        double[,] covariance = new double[Size, Size];
        double[][] means = [.. Enumerable.Range(0, 3).Select(c => Mean(clips, c))];
        foreach ((float[] v, int label) in clips)
        {
            for (int i = 0; i < Size; i++)
            {
                for (int j = 0; j < Size; j++)
                {
                    covariance[i, j] += (v[i] - means[label][i]) * (v[j] - means[label][j]);
                }
            }
        }

        for (int i = 0; i < Size; i++)
        {
            covariance[i, i] += Ridge;
        }

        float[] asked = Draw(1, seed: 9)[0].Vector;
        double[] x = [.. asked.Select(v => (double)v)];
        var scores = new double[3];
        double strange = learner.Score(asked, scores);
        var expected = means.Select(m =>
        {
            double[] solved = Solve(covariance, m);
            return Dot(solved, x) - (Dot(solved, m) / 2);
        }).ToArray();
        double own = Dot(Solve(covariance, x), x);
        for (int c = 0; c < 3; c++)
        {
            scores[c].ShouldBe(expected[c], 1e-6 * Math.Abs(own));
        }

        strange.ShouldBe(expected.Min(e => own - (2 * e)), 1e-6 * Math.Abs(own));
    }

    [Fact]
    public void The_order_of_learning_does_not_matter()
    {
        (float[] Vector, int Label)[] clips = Draw(40);
        var forth = new double[3];
        var back = new double[3];
        float[] asked = Draw(1, seed: 5)[0].Vector;
        Taught(clips).Score(asked, forth);
        Taught([.. clips.Reverse()]).Score(asked, back);
        for (int c = 0; c < 3; c++)
        {
            back[c].ShouldBe(forth[c], 1e-6 * (1 + Math.Abs(forth[c])));
        }
    }

    [Fact]
    public void A_class_that_nothing_is_known_of_is_never_chosen()
    {
        RecursiveDiscriminant learner = Taught(Draw(10));
        learner.AddClass().ShouldBe(3);
        var scores = new double[4];
        learner.Score(Draw(1)[0].Vector, scores);
        scores[3].ShouldBe(double.NegativeInfinity);
        scores[..3].ShouldAllBe(s => double.IsFinite(s));
        Should.Throw<ArgumentOutOfRangeException>(() => learner.Score(new float[Size + 1], scores));
    }

    private static RecursiveDiscriminant Taught((float[] Vector, int Label)[] clips)
    {
        var learner = new RecursiveDiscriminant(Size, Ridge);
        for (int c = 0; c < 3; c++)
        {
            learner.AddClass();
        }

        foreach ((float[] v, int label) in clips)
        {
            learner.Learn(v, label);
        }

        return learner;
    }

    private static (float[] Vector, int Label)[] Draw(int count, ulong seed = 1)
    {
        var random = new RandomStream(seed);
        return [.. Enumerable.Range(0, count).Select(i => (Enumerable.Range(0, Size).Select(d => (float)((random.NextNormal() * (d + 1) * .1) + (d == i % 3 ? 1 : 0))).ToArray(), i % 3))];
    }

    private static double[] Mean((float[] Vector, int Label)[] clips, int label) =>
        [.. Enumerable.Range(0, Size).Select(d => clips.Where(c => c.Label == label).Average(c => (double)c.Vector[d]))];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    /// <summary>Gaussian elimination with pivots, on a copy.</summary>
    private static double[] Solve(double[,] matrix, double[] right)
    {
        var a = (double[,])matrix.Clone();
        double[] b = [.. right];
        for (int k = 0; k < Size; k++)
        {
            int pivot = Enumerable.Range(k, Size - k).MaxBy(r => Math.Abs(a[r, k]));
            for (int j = 0; j < Size; j++)
            {
                (a[k, j], a[pivot, j]) = (a[pivot, j], a[k, j]);
            }

            (b[k], b[pivot]) = (b[pivot], b[k]);
            for (int r = k + 1; r < Size; r++)
            {
                double f = a[r, k] / a[k, k];
                for (int j = k; j < Size; j++)
                {
                    a[r, j] -= f * a[k, j];
                }

                b[r] -= f * b[k];
            }
        }

        for (int k = Size - 1; k >= 0; k--)
        {
            b[k] = (b[k] - Enumerable.Range(k + 1, Size - k - 1).Sum(j => a[k, j] * b[j])) / a[k, k];
        }

        return b;
    }
}
