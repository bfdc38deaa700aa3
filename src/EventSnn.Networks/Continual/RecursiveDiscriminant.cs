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
/// vectors, it follows the number of vectors. Memory: 8 D^2 bytes and a mean per class. Not safe for concurrent use.</para>
/// </remarks>
public sealed class RecursiveDiscriminant : IContinualReadout
{
    private readonly List<(double[] Mean, double[] Weights)> classes = [];
    private readonly List<long> seen = [];
    private readonly List<double> bias = [];
    private readonly double[] inverse;
    private readonly double[] difference;
    private readonly double[] gain;
    private bool solved = true;

    /// <summary>Creates a learner without classes.</summary>
    /// <param name="size">Length of a vector, at least 1.</param>
    /// <param name="ridge">r, above 0. The default is for vectors of length 1.</param>
    public RecursiveDiscriminant(int size, double ridge = .02)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ridge);
        Size = size;
        inverse = new double[size * size];
        difference = new double[size];
        gain = new double[size];
        for (int i = 0; i < size; i++)
        {
            inverse[(i * size) + i] = 1 / ridge;
        }
    }

    /// <summary>Length of a vector.</summary>
    public int Size { get; }

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
        double[] mean = classes[label].Mean;
        long n = seen[label]++;
        for (int i = 0; i < Size; i++)
        {
            difference[i] = vector[i] - mean[i];
            mean[i] += difference[i] / (n + 1);
        }

        solved = false;
        if (n == 0)
        {
            return;
        }

        double weight = n / (n + 1.0);
        Multiply(difference, gain);
        double factor = weight / (1 + (weight * Dot(difference, gain)));
        for (int i = 0; i < Size; i++)
        {
            AddScaled(gain, -factor * gain[i], inverse.AsSpan(i * Size, Size));
        }
    }

    /// <inheritdoc/>
    public double Score(ReadOnlySpan<float> vector, Span<double> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, Size);
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, classes.Count);
        Solve();
        for (int i = 0; i < Size; i++)
        {
            difference[i] = vector[i];
        }

        Multiply(difference, gain);
        double own = Dot(difference, gain);
        double nearest = double.PositiveInfinity;
        for (int c = 0; c < scores.Length; c++)
        {
            scores[c] = seen[c] == 0 ? double.NegativeInfinity : Dot(classes[c].Weights, difference) + bias[c];
            nearest = Math.Min(nearest, own - (2 * scores[c]));
        }

        return nearest;
    }

    private void Multiply(double[] vector, double[] product)
    {
        for (int i = 0; i < Size; i++)
        {
            product[i] = Dot(inverse.AsSpan(i * Size, Size), vector);
        }
    }

    private void Solve()
    {
        for (int c = 0; c < classes.Count && !solved; c++)
        {
            Multiply(classes[c].Mean, classes[c].Weights);
            bias[c] = -Dot(classes[c].Mean, classes[c].Weights) / 2;
        }

        solved = true;
    }
}
