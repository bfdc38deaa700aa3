using static EventSnn.Networks.Continual.Vectors;

namespace EventSnn.Networks.Continual;

/// <summary>
/// Linear discriminant analysis whose inverse covariance is kept up to date by one rank-1 step per vector (Sherman and Morrison 1950): the
/// same result as solving anew, at a cost of D^2 per vector and not D^3. New classes at any time; the result does not depend on the order.
/// </summary>
/// <remarks>
/// <para>With S the sum over all vectors of the outer products of their differences to the mean of their class, <c>P = (S + r I)^-1</c>: for a vector x of a class
/// of n vectors before it, <c>d = x - m; m += d / (n + 1); w = n / (n + 1); P -= w (P d)(P d)' / (1 + w d.P d)</c>. Class c scores <c>m_c.P x - m_c.P m_c / 2</c>.</para>
/// <para>A constant r means that the pull towards a sphere fades as vectors come in. In <see cref="StreamingDiscriminant"/>, made for short
/// vectors, it follows the number of vectors. P m of every class is kept up to date too, so that classifying costs D per class. Memory: 8 D^2 bytes
/// and a mean per class. Not safe for concurrent use.</para>
/// </remarks>
public sealed class RecursiveDiscriminant : IContinualReadout
{
    private readonly List<(double[] Mean, double[] Weights)> classes = [];
    private readonly List<long> seen = [];
    private readonly List<double> bias = [];
    private readonly InverseScatter inverse;
    private readonly double[] difference;
    private readonly double[] gain;

    /// <summary>Creates a learner without classes.</summary>
    /// <param name="size">Length of a vector, at least 1.</param>
    /// <param name="ridge">r, above 0. The default is for vectors of length 1.</param>
    public RecursiveDiscriminant(int size, double ridge = .02)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ridge);
        Size = size;
        inverse = new InverseScatter(size, ridge);
        difference = new double[size];
        gain = new double[size];
    }

    /// <summary>Length of a vector.</summary>
    public int Size { get; }

    /// <summary>Vectors learned.</summary>
    public long Learned { get; private set; }

    /// <summary>Vectors that tell of the spread within classes: all but the first of every class. S is of so many.</summary>
    public long Spread { get; private set; }

    /// <inheritdoc/>
    public int Classes => classes.Count;

    /// <inheritdoc/>
    public int AddClass()
    {
        classes.Add((new double[Size], new double[Size]));
        seen.Add(0);
        bias.Add(0);
        return classes.Count - 1;
    }

    /// <inheritdoc/>
    public void Learn(ReadOnlySpan<float> vector, int label)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, Size);
        (double[] mean, double[] weights) = classes[label];
        long n = seen[label]++;
        for (int i = 0; i < Size; i++)
        {
            difference[i] = vector[i] - mean[i];
        }

        inverse.Multiply(difference, gain);
        AddScaled(difference, 1.0 / (n + 1), mean);
        AddScaled(gain, 1.0 / (n + 1), weights);
        if (n > 0)
        {
            double factor = inverse.Add(difference, gain, n / (n + 1.0));

            // P has changed by a rank-1 step, and so has P m of every class.
            foreach ((double[] otherMean, double[] otherWeights) in classes)
            {
                AddScaled(gain, -factor * Dot(gain, otherMean), otherWeights);
            }
        }

        for (int c = 0; c < classes.Count; c++)
        {
            bias[c] = -Dot(classes[c].Mean, classes[c].Weights) / 2;
        }

        Learned++;
        Spread += n > 0 ? 1 : 0;
    }

    /// <summary>How many vectors of a class were learned.</summary>
    /// <param name="label">The class.</param>
    /// <returns>The number.</returns>
    public long Seen(int label) => seen[label];

    /// <summary>Writes the score of every class; cheaper than <see cref="Score"/>, which also tells how strange the vector is.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="scores">One entry per class; negative infinity for a class that nothing is known of.</param>
    public void Classify(ReadOnlySpan<float> vector, Span<double> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, Size);
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, classes.Count);
        for (int i = 0; i < Size; i++)
        {
            difference[i] = vector[i];
        }

        for (int c = 0; c < scores.Length; c++)
        {
            scores[c] = seen[c] == 0 ? double.NegativeInfinity : Dot(classes[c].Weights, difference) + bias[c];
        }
    }

    /// <inheritdoc/>
    public double Score(ReadOnlySpan<float> vector, Span<double> scores)
    {
        Classify(vector, scores);
        inverse.Multiply(difference, gain);
        double own = Dot(difference, gain);
        double nearest = double.PositiveInfinity;
        foreach (double score in scores)
        {
            nearest = Math.Min(nearest, own - (2 * score));
        }

        return nearest;
    }

    /// <summary>How many numbers <see cref="Save"/> makes.</summary>
    internal int SavedLength => (Size * (Size + 1) / 2) + (classes.Count * ((2 * Size) + 2)) + 2;

    /// <summary>Everything, as numbers: the lower triangle of P, then vectors seen, bias, mean and P m of every class, then the two counts.</summary>
    internal double[] Save()
    {
        var values = new List<double>(SavedLength);
        for (int i = 0; i < Size; i++)
        {
            values.AddRange(inverse.Row(i)[..(i + 1)]);
        }

        for (int c = 0; c < classes.Count; c++)
        {
            values.Add(seen[c]);
            values.Add(bias[c]);
            values.AddRange(classes[c].Mean);
            values.AddRange(classes[c].Weights);
        }

        values.Add(Learned);
        values.Add(Spread);
        return [.. values];
    }

    /// <summary>Takes over what <see cref="Save"/> made.</summary>
    /// <param name="values">From one of the same size and as many classes.</param>
    internal void Restore(ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, SavedLength);
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                inverse.Row(i)[j] = inverse.Row(j)[i] = values[j];
            }

            values = values[(i + 1)..];
        }

        for (int c = 0; c < classes.Count; c++)
        {
            seen[c] = (long)values[0];
            bias[c] = values[1];
            values.Slice(2, Size).CopyTo(classes[c].Mean);
            values.Slice(2 + Size, Size).CopyTo(classes[c].Weights);
            values = values[(2 + (2 * Size))..];
        }

        Learned = (long)values[0];
        Spread = (long)values[1];
    }

    /// <summary>Takes over the means and weights of another, not its covariance: enough to classify, not to learn on.</summary>
    internal void CopyBeliefsFrom(RecursiveDiscriminant other)
    {
        for (int c = 0; c < classes.Count; c++)
        {
            seen[c] = other.seen[c];
            bias[c] = other.bias[c];
            other.classes[c].Mean.CopyTo(classes[c].Mean, 0);
            other.classes[c].Weights.CopyTo(classes[c].Weights, 0);
        }

        Learned = other.Learned;
        Spread = other.Spread;
    }
}
