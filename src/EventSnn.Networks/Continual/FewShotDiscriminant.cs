using static EventSnn.Networks.Continual.Vectors;

namespace EventSnn.Networks.Continual;

/// <summary>
/// Linear discriminant analysis for classes of very different numbers of showings: the mean of a class of few showings is drawn towards the
/// mean of all classes, by as much as the noise of so few showings asks for. New classes at any time; the result does not depend on the
/// order, so nothing is forgotten; all classes are equally probable beforehand.
/// </summary>
/// <remarks>
/// <para>In the metric P = (S + r I)^-1, S the scatter within classes (by one rank-1 step per vector, Sherman and Morrison 1950), the mean of n
/// showings is off by v / n, v = tr(P S) / (N - C). The means themselves vary around their centre m0 by b = |m - m0|^2 - v mean(1 / n). The best guess of
/// a mean is then <c>m0 + n / (n + k) (m - m0)</c>, <c>k = v / b</c> (empirical Bayes; James and Stein 1961). Without it a class of one showing
/// is hardly ever chosen, because its mean is far from everything. k is estimated from the classes of most showings (half as many as the most at least); no clip to test with is needed.</para>
/// <para>A vector may count as less than one showing: variants of a clip, or overlapping windows of one, share its weight. Memory 8 D^2 bytes and
/// two vectors per class; learning costs 2 D^2, a score D per class, a solution (after learning) D^2 per class. Not safe for concurrent use.</para>
/// </remarks>
public sealed class FewShotDiscriminant : IContinualReadout
{
    private readonly List<Known> classes = [];
    private readonly InverseScatter inverse;
    private readonly double[] difference;
    private readonly double[] gain;
    private readonly double[] centre;
    private readonly double[] centreWeights;
    private readonly double ridge;
    private readonly double? givenPull;
    private double centreBias;
    private double learned;
    private bool solved;

    /// <summary>Creates a learner without classes.</summary>
    /// <param name="size">Length of a vector, at least 1.</param>
    /// <param name="ridge">r, above 0. The default is for vectors of length 1.</param>
    /// <param name="pull">k, at least 0; null to estimate it. 0 takes the means as they are.</param>
    public FewShotDiscriminant(int size, double ridge = .02, double? pull = null)
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
        centre = new double[size];
        centreWeights = new double[size];
    }

    /// <summary>Length of a vector.</summary>
    public int Size { get; }

    /// <inheritdoc/>
    public int Classes => classes.Count;

    /// <summary>Memory that it takes, in bytes: the metric, and two vectors per class.</summary>
    public long Bytes => sizeof(double) * (((long)Size * Size) + (2L * Size * classes.Count));

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
    public double Score(ReadOnlySpan<float> vector, Span<double> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, Size);
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, classes.Count);
        Solve();
        for (int i = 0; i < Size; i++)
        {
            difference[i] = vector[i];
        }

        double scale = Freedom;
        double best = double.NegativeInfinity;
        for (int c = 0; c < scores.Length; c++)
        {
            scores[c] = classes[c].Weight == 0 ? double.NegativeInfinity : scale * (Dot(classes[c].Weights, difference) + classes[c].Bias);
            best = Math.Max(best, scores[c]);
        }

        return (scale * (Dot(centreWeights, difference) + centreBias)) - best;
    }

    /// <summary>
    /// How far a vector is from the nearest class: r (x - m).P (x - m), from 0 to the squared distance to its mean. Directions in which vectors of a class
    /// were seen to differ count for less. Unlike a distance in standard deviations it does not grow with the number of showings.
    /// </summary>
    /// <param name="vector">The vector.</param>
    /// <returns>Infinity where no class is known.</returns>
    public double Distance(ReadOnlySpan<float> vector)
    {
        if (learned == 0)
        {
            return double.PositiveInfinity;
        }

        var scores = new double[classes.Count];
        Score(vector, scores);
        inverse.Multiply(difference, gain);
        return ridge * Math.Max(0, Dot(difference, gain) - (2 * scores.Max() / Freedom));
    }

    /// <summary>Solves for the scores now, so that the next <see cref="Score"/> does not have to.</summary>
    public void Solve()
    {
        if (solved)
        {
            return;
        }

        solved = true;
        Pull = givenPull ?? EstimatePull();
        FindCentre(c => c.Weight / (c.Weight + Pull));
        inverse.Multiply(centre, centreWeights);
        centreBias = -Dot(centre, centreWeights) / 2;
        foreach (Known c in classes.Where(c => c.Weight > 0))
        {
            double trust = c.Weight / (c.Weight + Pull);
            for (int i = 0; i < Size; i++)
            {
                difference[i] = centre[i] + (trust * (c.Mean[i] - centre[i]));
            }

            inverse.Multiply(difference, c.Weights);
            c.Bias = -Dot(difference, c.Weights) / 2;
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

    private double Freedom => Math.Max(1, learned - classes.Count(c => c.Weight > 0));

    private double EstimatePull()
    {
        // The noise of classes of few showings is not in S yet, and would pass for signal.
        double most = classes.Count == 0 ? 0 : classes.Max(c => c.Weight);
        Known[] seen = [.. classes.Where(c => c.Weight > 0 && c.Weight >= most / 2)];
        double freedom = learned - classes.Count(c => c.Weight > 0);
        if (seen.Length < 2 || freedom <= 0)
        {
            return 1; // nothing to estimate it from
        }

        double noise = (Size - (ridge * inverse.Trace)) / freedom; // P S = I - r P
        FindCentre(c => c.Weight >= most / 2 ? 1 : 0);
        double between = 0;
        foreach (Known c in seen)
        {
            for (int i = 0; i < Size; i++)
            {
                difference[i] = c.Mean[i] - centre[i];
            }

            inverse.Multiply(difference, gain);
            between += Dot(difference, gain) / (seen.Length - 1);
        }

        double signal = between - (noise * seen.Average(c => 1 / c.Weight));
        return Math.Clamp(noise / Math.Max(signal, 1e-12), .1, 10);
    }

    private void FindCentre(Func<Known, double> weight)
    {
        Array.Clear(centre);
        double sum = 0;
        foreach (Known c in classes.Where(c => c.Weight > 0))
        {
            double w = weight(c);
            sum += w;
            AddScaled(c.Mean, w, centre);
        }

        for (int i = 0; i < Size && sum > 0; i++)
        {
            centre[i] /= sum;
        }
    }

    private sealed class Known(int size)
    {
        public double Weight { get; set; }

        public double[] Mean { get; } = new double[size];

        public double[] Weights { get; } = new double[size];

        public double Bias { get; set; }

        public Known Copy()
        {
            var copy = new Known(Mean.Length) { Weight = Weight };
            Mean.CopyTo(copy.Mean, 0);
            return copy;
        }
    }
}
