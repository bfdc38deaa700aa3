using EventSnn.Events.Random;
using EventSnn.Networks.Continual;
using MathNet.Numerics.LinearAlgebra;

namespace EventSnn.Networks.Tests.Continual;

public sealed class StreamingDiscriminantTests
{
    private const int Size = 6;

    [Fact]
    public void Scores_are_those_of_the_closed_form()
    {
        (float[] Vector, int Label)[] data = Gaussians(classes: 3, each: 40, seed: 1);
        var readout = new StreamingDiscriminant(Size);
        Learn(readout, 3, data);

        // The oracle: means and pooled covariance over all data at once, inverted by another library.
        Vector<double>[] means = [.. Enumerable.Range(0, 3).Select(c => Mean(data.Where(d => d.Label == c)))];
        Matrix<double> scatter = Matrix<double>.Build.Dense(Size, Size);
        foreach ((float[] vector, int label) in data)
        {
            Vector<double> d = Of(vector) - means[label];
            scatter += d.OuterProduct(d);
        }

        Matrix<double> covariance = scatter / (data.Length - 3);
        double e = Math.Max(.02, Size / (double)(Size + data.Length));
        Matrix<double> lambda = ((covariance * (1 - e)) + (Matrix<double>.Build.DenseIdentity(Size) * (e * covariance.Trace() / Size))).Inverse();
        var scores = new double[3];
        foreach ((float[] vector, int _) in Gaussians(3, 5, seed: 2))
        {
            double nearest = readout.Score(vector, scores);
            double[] distances = [.. means.Select(m => (Of(vector) - m) * (lambda * (Of(vector) - m)))];
            for (int c = 0; c < 3; c++)
            {
                scores[c].ShouldBe(-distances[c] / 2, 1e-6);
            }

            nearest.ShouldBe(distances.Min() / Size, 1e-6);
        }
    }

    [Fact]
    public void The_order_of_classes_and_vectors_makes_no_difference_so_nothing_is_forgotten()
    {
        (float[] Vector, int Label)[] data = Gaussians(classes: 4, each: 30, seed: 3);
        var together = new StreamingDiscriminant(Size);
        Learn(together, 4, data);
        var oneByOne = new StreamingDiscriminant(Size);
        for (int c = 0; c < 4; c++)
        {
            oneByOne.AddClass();
            foreach ((float[] vector, int label) in data.Where(d => d.Label == c).Reverse())
            {
                oneByOne.Learn(vector, label);
            }
        }

        var a = new double[4];
        var b = new double[4];
        foreach ((float[] vector, int _) in data)
        {
            together.Score(vector, a);
            oneByOne.Score(vector, b);
            for (int c = 0; c < 4; c++)
            {
                b[c].ShouldBe(a[c], 1e-6 * (1 + Math.Abs(a[c])));
            }
        }
    }

    [Fact]
    public void A_copy_learns_on_its_own()
    {
        var first = new StreamingDiscriminant(Size);
        Learn(first, 2, Gaussians(2, 20, seed: 4));
        StreamingDiscriminant copy = first.Copy();
        var before = new double[2];
        var after = new double[2];
        float[] asked = Gaussians(2, 1, seed: 5)[0].Vector;
        first.Score(asked, before);
        Learn(copy, 0, Gaussians(2, 20, seed: 6));
        first.Score(asked, after);
        after.ShouldBe(before);
        copy.Score(asked, after);
        after.ShouldNotBe(before);
    }

    [Fact]
    public void A_class_without_a_vector_is_never_chosen()
    {
        var readout = new StreamingDiscriminant(Size);
        Learn(readout, 1, Gaussians(1, 20, seed: 7));
        readout.AddClass();
        var scores = new double[2];
        readout.Score(new float[Size], scores);
        scores[1].ShouldBe(double.NegativeInfinity);
        double.IsFinite(scores[0]).ShouldBeTrue();
    }

    internal static (float[] Vector, int Label)[] Gaussians(int classes, int each, ulong seed)
    {
        var random = new RandomStream(seed);
        var data = new List<(float[], int)>();
        for (int i = 0; i < each; i++)
        {
            for (int c = 0; c < classes; c++)
            {
                var vector = new float[Size];
                double common = random.NextNormal();
                for (int k = 0; k < Size; k++)
                {
                    vector[k] = (float)((3 * Math.Sin((7 * c) + (2.3 * k))) + (.7 * common) + (.5 * random.NextNormal()));
                }

                data.Add((vector, c));
            }
        }

        return [.. data];
    }

    private static void Learn(StreamingDiscriminant readout, int newClasses, (float[] Vector, int Label)[] data)
    {
        for (int c = 0; c < newClasses; c++)
        {
            readout.AddClass();
        }

        foreach ((float[] vector, int label) in data)
        {
            readout.Learn(vector, label);
        }
    }

    private static Vector<double> Of(float[] vector) => Vector<double>.Build.DenseOfEnumerable(vector.Select(v => (double)v));

    private static Vector<double> Mean(IEnumerable<(float[] Vector, int Label)> data)
    {
        Vector<double>[] all = [.. data.Select(d => Of(d.Vector))];
        return all.Aggregate((a, b) => a + b) / all.Length;
    }
}
