using static EventSnn.Networks.Continual.Vectors;

namespace EventSnn.Networks.Continual;

/// <summary>
/// Linear discriminant analysis that learns one vector at a time and new classes at any time: a mean per class and one covariance for
/// all (Hayes and Kanan 2020, arXiv 1909.01520). The result does not depend on the order, so nothing is ever forgotten.
/// </summary>
/// <remarks>
/// <para><c>Lambda = ((1 - e) S + e tr(S)/D I)^-1</c>, S the pooled within-class covariance, kept exactly (Welford per class) in double
/// precision; <c>e = max(e_min, D / (D + N))</c> for N vectors.</para>
/// <para>Class c scores <c>-d^2 / 2</c>, d^2 the Mahalanobis distance to its mean (equal priors). Widening the distribution of a class of few
/// showings, as its uncertain mean would ask for, was tried and was worse (2.9 % instead of 17 % right after one showing).</para>
/// <para>Learning costs D^2, a solution D^3 / 3 + classes D^2, made when a score is asked for and something was learned.
/// Not safe for concurrent use.</para>
/// </remarks>
public sealed class StreamingDiscriminant : IContinualReadout
{
    private readonly List<ClassMean> classes = [];
    private readonly double[] scatter; // lower triangle, row by row
    private readonly double[] factor; // Cholesky factor of the shrunk covariance
    private readonly double[] difference;
    private readonly double shrinkage;
    private bool solved;

    /// <summary>Creates a learner without classes.</summary>
    /// <param name="size">Length of a vector.</param>
    /// <param name="shrinkage">e, above 0, at most 1: how far the covariance is drawn towards a sphere. 1 is the nearest mean.</param>
    public StreamingDiscriminant(int size, double shrinkage = .02)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shrinkage);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shrinkage, 1);
        Size = size;
        this.shrinkage = shrinkage;
        scatter = new double[size * (size + 1) / 2];
        factor = new double[scatter.Length];
        difference = new double[size];
    }

    /// <summary>Length of a vector.</summary>
    public int Size { get; }

    /// <inheritdoc/>
    public int Classes => classes.Count;

    /// <summary>Vectors learned from, all classes together.</summary>
    public long Samples { get; private set; }

    /// <inheritdoc/>
    public int AddClass()
    {
        classes.Add(new ClassMean(Size));
        solved = false;
        return classes.Count - 1;
    }

    /// <summary>Vectors learned from for one class.</summary>
    /// <param name="label">The class.</param>
    /// <returns>The count.</returns>
    public long SamplesOf(int label) => classes[label].Count;

    /// <inheritdoc/>
    public void Learn(ReadOnlySpan<float> vector, int label)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, Size);
        ClassMean c = classes[label];
        c.Count++;
        Samples++;
        for (int i = 0; i < vector.Length; i++)
        {
            difference[i] = vector[i] - c.Mean[i];
            c.Mean[i] += difference[i] / c.Count;
        }

        double weight = (c.Count - 1.0) / c.Count;
        if (weight > 0)
        {
            int at = 0;
            for (int i = 0; i < Size; i++)
            {
                AddScaled(difference.AsSpan(0, i + 1), weight * difference[i], scatter.AsSpan(at, i + 1));
                at += i + 1;
            }
        }

        solved = false;
    }

    /// <summary>Writes the score of every class; a class without a vector scores negative infinity.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="scores">One entry per class; log-likelihoods but for a common term.</param>
    /// <returns>The squared Mahalanobis distance to the nearest class, divided by the length of a vector; infinity without classes.</returns>
    public double Score(ReadOnlySpan<float> vector, Span<double> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, Size);
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, classes.Count);
        Solve();
        double norm = Norm(vector);
        double nearest = double.PositiveInfinity;
        for (int c = 0; c < scores.Length; c++)
        {
            ClassMean mean = classes[c];
            double dot = mean.Bias;
            for (int i = 0; i < vector.Length; i++)
            {
                dot += mean.Weights[i] * vector[i];
            }

            if (mean.Count == 0)
            {
                scores[c] = double.NegativeInfinity;
                continue;
            }

            double distance = Math.Max(0, norm - (2 * dot));
            scores[c] = -distance / 2;
            nearest = Math.Min(nearest, distance);
        }

        return nearest / Size;
    }

    /// <summary>Solves for the scores now, so that the next <see cref="Score"/> does not have to.</summary>
    public void Solve()
    {
        if (solved)
        {
            return;
        }

        Factorise();
        foreach (ClassMean c in classes)
        {
            c.Mean.CopyTo(c.Weights, 0);
            Forward(c.Weights);
            Backward(c.Weights);
            double dot = 0;
            for (int i = 0; i < Size; i++)
            {
                dot += c.Weights[i] * c.Mean[i];
            }

            c.Bias = -dot / 2;
        }

        solved = true;
    }

    /// <summary>A copy of everything that was learned.</summary>
    /// <returns>A learner of its own.</returns>
    public StreamingDiscriminant Copy()
    {
        var copy = new StreamingDiscriminant(Size, shrinkage) { Samples = Samples };
        scatter.CopyTo(copy.scatter, 0);
        copy.classes.AddRange(classes.Select(c => c.Copy()));
        return copy;
    }

    /// <summary>x.Lambda.x, as the squared length of L^-1 x.</summary>
    private double Norm(ReadOnlySpan<float> vector)
    {
        for (int i = 0; i < Size; i++)
        {
            difference[i] = vector[i];
        }

        Forward(difference);
        return Dot(difference, difference);
    }

    private void Factorise()
    {
        long freedom = Math.Max(1, Samples - classes.Count(c => c.Count > 0));
        double trace = 0;
        for (int i = 0, at = 0; i < Size; at += i + 2, i++)
        {
            trace += scatter[at] / freedom;
        }

        // Before anything varied, every direction is as good as another.
        double sphere = trace > 0 ? trace / Size : 1e-3;
        double drawn = Math.Max(shrinkage, Size / (double)(Size + Samples));
        double ridge = trace > 0 ? drawn * sphere : sphere;
        double keep = (1 - drawn) / freedom;
        for (int i = 0, row = 0; i < Size; row += ++i)
        {
            for (int j = 0, other = 0; j <= i; other += ++j)
            {
                double value = (keep * scatter[row + j]) + (i == j ? ridge : 0) - Dot(factor.AsSpan(row, j), factor.AsSpan(other, j));
                factor[row + j] = i == j ? Math.Sqrt(Math.Max(value, ridge * 1e-3)) : value / factor[other + j];
            }
        }
    }

    private void Forward(Span<double> vector)
    {
        for (int i = 0, row = 0; i < Size; row += ++i)
        {
            vector[i] = (vector[i] - Dot(factor.AsSpan(row, i), vector[..i])) / factor[row + i];
        }
    }

    private void Backward(Span<double> vector)
    {
        for (int i = Size - 1; i >= 0; i--)
        {
            int row = i * (i + 1) / 2;
            vector[i] /= factor[row + i];
            AddScaled(factor.AsSpan(row, i), -vector[i], vector[..i]);
        }
    }

    private sealed class ClassMean(int size)
    {
        public long Count { get; set; }

        public double[] Mean { get; } = new double[size];

        public double[] Weights { get; } = new double[size];

        public double Bias { get; set; }

        public ClassMean Copy()
        {
            var copy = new ClassMean(Mean.Length) { Count = Count };
            Mean.CopyTo(copy.Mean, 0);
            return copy;
        }
    }
}
