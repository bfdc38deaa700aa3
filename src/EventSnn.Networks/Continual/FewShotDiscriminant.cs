using static EventSnn.Networks.Continual.Vectors;

namespace EventSnn.Networks.Continual;

/// <summary>
/// Linear discriminant analysis for classes of very different numbers of showings: the mean of a class of few showings is drawn to where it is likely to be,
/// by as much as the noise of so few showings asks for. New classes at any time; the result does not depend on the
/// order, so nothing is forgotten; all classes are equally probable beforehand.
/// </summary>
/// <remarks>
/// <para>In the metric P = (S + r I)^-1, S the scatter within classes (by one rank-1 step per vector, Sherman and Morrison 1950), the mean of n
/// showings is off by v / n, v = tr(P S) / (N - C). <see cref="BelievedMeans"/> says what is believed instead: without it a class of one showing
/// is hardly ever chosen, because its mean is far from everything. All of it is estimated from the classes of most showings (half as many as the most at least);
/// no clip to test with is needed.</para>
/// <para>A vector may count as less than one showing: variants of a clip, or overlapping windows of one, share its weight. Memory 8 D^2 bytes and
/// three vectors per class; learning costs 2 D^2, a score D^2 and D per class, a solution (after learning) D^2 per class. Not safe for concurrent use.</para>
/// </remarks>
public sealed class FewShotDiscriminant : IContinualReadout
{
    private readonly List<Known> classes = [];
    private readonly InverseScatter inverse;
    private readonly double[] difference;
    private readonly double[] gain;
    private readonly double[] centreWeights;
    private readonly double ridge;
    private readonly double? givenPull;
    private double centreBias;
    private double learned;
    private bool solved;

    /// <summary>Creates a learner without classes.</summary>
    /// <param name="size">Length of a vector, at least 1.</param>
    /// <param name="ridge">r, above 0. The default is for vectors of length 1.</param>
    /// <param name="pull">k, at least 0: means are drawn to the centre of all classes by n / (n + k), and nothing else is done for classes of few showings. 0
    /// takes the means as they are. Null does what <see cref="BelievedMeans"/> says.</param>
    public FewShotDiscriminant(int size, double ridge = .0025, double? pull = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ridge);
        ArgumentOutOfRangeException.ThrowIfNegative(pull ?? 0, nameof(pull));
        Size = size;
        this.ridge = ridge;
        givenPull = pull;
        inverse = new InverseScatter(size, ridge);
        difference = new double[size];
        gain = new double[size];
        centreWeights = new double[size];
    }

    /// <summary>Length of a vector.</summary>
    public int Size { get; }

    /// <inheritdoc/>
    public int Classes => classes.Count;

    /// <summary>Memory that it takes, in bytes: the metric, and three vectors per class.</summary>
    public long Bytes => sizeof(double) * (((long)Size * Size) + (3L * Size * classes.Count));

    /// <summary>Showings learned, all classes together.</summary>
    public double Learned => learned;

    /// <summary>k: a class of so many showings is drawn halfway to the centre.</summary>
    public double Pull { get; private set; } = 1;

    /// <summary>Showings of a class.</summary>
    /// <param name="label">The class.</param>
    /// <returns>The sum of their weights.</returns>
    public double ShowingsOf(int label) => classes[label].Weight;

    /// <inheritdoc/>
    public int AddClass()
    {
        classes.Add(new Known(Size));
        solved = false;
        return classes.Count - 1;
    }

    /// <inheritdoc/>
    public void Learn(ReadOnlySpan<float> vector, int label) => Learn(vector, label, 1);

    /// <inheritdoc/>
    public void Learn(ReadOnlySpan<float> vector, int label, double weight)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, Size);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(weight);
        Known known = classes[label];
        double before = known.Weight;
        known.Weight += weight;
        learned += weight;
        for (int i = 0; i < Size; i++)
        {
            difference[i] = vector[i] - known.Mean[i];
        }

        AddScaled(difference, weight / known.Weight, known.Mean);
        solved = false;
        if (before == 0)
        {
            return;
        }

        inverse.Multiply(difference, gain);
        inverse.Add(difference, gain, weight * before / known.Weight);
    }

    /// <summary>Writes the score of every class: log-likelihoods but for a common term.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="scores">One entry per class; negative infinity for a class that nothing is known of.</param>
    /// <returns>How much better the centre of all classes explains the vector than the nearest class does (relative Mahalanobis distance, Ren et al. 2021): the
    /// larger, the stranger.</returns>
    public double Score(ReadOnlySpan<float> vector, Span<double> scores) => Judge(vector, scores).Strangeness;

    /// <summary>Writes the score of every class, and says how strange the vector is in both ways.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="scores">As <see cref="Score"/> has them.</param>
    /// <returns>What <see cref="Score"/> and <see cref="Distance"/> say.</returns>
    public (double Strangeness, double Distance) Judge(ReadOnlySpan<float> vector, Span<double> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, Size);
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, classes.Count);
        Solve();
        for (int i = 0; i < Size; i++)
        {
            difference[i] = vector[i];
        }

        inverse.Multiply(difference, gain);
        double length = Dot(difference, gain);
        double scale = Math.Max(1, Freedom);
        double nearest = double.PositiveInfinity;
        for (int c = 0; c < scores.Length; c++)
        {
            Known known = classes[c];
            if (known.Weight == 0)
            {
                scores[c] = double.NegativeInfinity;
                continue;
            }

            double distance = length - (2 * (Dot(known.Weights, difference) + known.Bias));
            nearest = Math.Min(nearest, distance);
            scores[c] = scale / 2 * (length - (distance / known.Discount)); // the length is common to all
        }

        if (learned == 0)
        {
            return (double.PositiveInfinity, double.PositiveInfinity);
        }

        double fromCentre = length - (2 * (Dot(centreWeights, difference) + centreBias));
        return (scale / 2 * (nearest - fromCentre), ridge * Math.Max(0, nearest));
    }

    /// <summary>
    /// How far a vector is from the nearest class: r (x - m).P (x - m), from 0 to the squared distance to its mean. Directions in which vectors of a class
    /// were seen to differ count for less. Unlike a distance in standard deviations it does not grow with the number of showings.
    /// </summary>
    /// <param name="vector">The vector.</param>
    /// <returns>Infinity where no class is known.</returns>
    public double Distance(ReadOnlySpan<float> vector) => Judge(vector, new double[classes.Count]).Distance;

    /// <summary>Solves for the scores now, so that the next <see cref="Score"/> does not have to.</summary>
    public void Solve()
    {
        if (solved)
        {
            return;
        }

        solved = true;
        foreach (Known c in classes)
        {
            inverse.Multiply(c.Mean, c.Image);
        }

        int count = classes.Count;
        var products = new double[count, count];
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < count; b++)
            {
                products[a, b] = Dot(classes[a].Mean, classes[b].Image);
            }
        }

        double noise = Freedom > 0 ? (Size - (ridge * inverse.Trace)) / Freedom : 0; // P S = I - r P
        var means = new BelievedMeans(products, [.. classes.Select(c => c.Weight)], noise, givenPull);
        Pull = means.Pull;
        centreBias = Combine(means, means.Centre, centreWeights);
        for (int c = 0; c < count; c++)
        {
            classes[c].Discount = means.Discount[c];
            classes[c].Bias = Combine(means, [.. Enumerable.Range(0, count).Select(b => means.Shares[c, b])], classes[c].Weights);
        }
    }

    /// <summary>A copy of everything that was learned.</summary>
    /// <returns>A learner of its own.</returns>
    public FewShotDiscriminant Copy()
    {
        var copy = new FewShotDiscriminant(Size, ridge, givenPull) { learned = learned, Pull = Pull };
        copy.inverse.CopyFrom(inverse);
        copy.classes.AddRange(classes.Select(c => c.Copy()));
        return copy;
    }

    /// <summary>N - C: the showings that tell of the spread within classes.</summary>
    private double Freedom => learned - classes.Count(c => c.Weight > 0);

    /// <summary>P m of a combination m of means.</summary>
    /// <returns>-m P m / 2.</returns>
    private double Combine(BelievedMeans means, double[] shares, double[] image)
    {
        Array.Clear(image);
        for (int b = 0; b < shares.Length; b++)
        {
            if (shares[b] != 0)
            {
                AddScaled(classes[b].Image, shares[b], image);
            }
        }

        return -means.Product(shares, shares) / 2;
    }

    private sealed class Known(int size)
    {
        public double Weight { get; set; }

        public double[] Mean { get; } = new double[size];

        /// <summary>P times the mean.</summary>
        public double[] Image { get; } = new double[size];

        /// <summary>P times the mean that is believed in.</summary>
        public double[] Weights { get; } = new double[size];

        public double Discount { get; set; } = 1;

        public double Bias { get; set; }

        public Known Copy()
        {
            var copy = new Known(Mean.Length) { Weight = Weight };
            Mean.CopyTo(copy.Mean, 0);
            return copy;
        }
    }
}
