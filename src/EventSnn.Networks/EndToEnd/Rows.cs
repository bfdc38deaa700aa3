using System.Numerics;

namespace EventSnn.Networks.EndToEnd;

/// <summary>Sums over neighbouring channels, on portable vectors.</summary>
internal static class Rows
{
    /// <summary>to += factor * from.</summary>
    public static void AddScaled<T>(Span<T> to, ReadOnlySpan<T> from, T factor)
        where T : struct, IFloatingPointIeee754<T>
    {
        int width = Vector<T>.Count;
        int i = 0;
        var factors = new Vector<T>(factor);
        for (; i <= to.Length - width; i += width)
        {
            (new Vector<T>(to[i..]) + (factors * new Vector<T>(from[i..]))).CopyTo(to[i..]);
        }

        for (; i < to.Length; i++)
        {
            to[i] += factor * from[i];
        }
    }

    /// <summary>The sum of products.</summary>
    public static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : struct, IFloatingPointIeee754<T>
    {
        int width = Vector<T>.Count;
        int i = 0;
        Vector<T> sums = Vector<T>.Zero;
        for (; i <= a.Length - width; i += width)
        {
            sums += new Vector<T>(a[i..]) * new Vector<T>(b[i..]);
        }

        T sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
