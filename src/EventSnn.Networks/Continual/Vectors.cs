using System.Numerics;

namespace EventSnn.Networks.Continual;

/// <summary>Sums over vectors of double precision.</summary>
internal static class Vectors
{
    /// <summary>The scalar product.</summary>
    /// <param name="a">One vector.</param>
    /// <param name="b">Another, as long.</param>
    /// <returns>Sum of the products.</returns>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = Vector<double>.Zero;
        int i = 0;
        for (; i + Vector<double>.Count <= a.Length; i += Vector<double>.Count)
        {
            sum += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        }

        double dot = Vector.Sum(sum);
        for (; i < a.Length; i++)
        {
            dot += a[i] * b[i];
        }

        return dot;
    }

    /// <summary>target += scale source.</summary>
    /// <param name="source">What is added.</param>
    /// <param name="scale">Times this.</param>
    /// <param name="target">As long.</param>
    public static void AddScaled(ReadOnlySpan<double> source, double scale, Span<double> target)
    {
        int i = 0;
        for (; i + Vector<double>.Count <= source.Length; i += Vector<double>.Count)
        {
            (new Vector<double>(target[i..]) + (new Vector<double>(source[i..]) * scale)).CopyTo(target[i..]);
        }

        for (; i < source.Length; i++)
        {
            target[i] += source[i] * scale;
        }
    }

    /// <summary>target += (source factor) scale, in this order: a matrix whose rows are changed so by their own vector stays symmetric to the last bit.</summary>
    /// <param name="source">What is added.</param>
    /// <param name="factor">Times this.</param>
    /// <param name="scale">And this.</param>
    /// <param name="target">As long.</param>
    public static void AddProduct(ReadOnlySpan<double> source, double factor, double scale, Span<double> target)
    {
        int i = 0;
        for (; i + Vector<double>.Count <= source.Length; i += Vector<double>.Count)
        {
            (new Vector<double>(target[i..]) + (new Vector<double>(source[i..]) * factor * scale)).CopyTo(target[i..]);
        }

        for (; i < source.Length; i++)
        {
            target[i] += source[i] * factor * scale;
        }
    }
}
