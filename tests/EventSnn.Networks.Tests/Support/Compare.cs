using System.Numerics;

namespace EventSnn.Networks.Tests.Support;

internal static class Compare
{
    /// <summary>The largest |actual - expected|.</summary>
    public static double Difference<T>(ReadOnlySpan<T> actual, ReadOnlySpan<double> expected)
        where T : struct, INumber<T>
    {
        actual.Length.ShouldBe(expected.Length);
        double largest = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double difference = Math.Abs(double.CreateChecked(actual[i]) - expected[i]);
            if (!(difference <= largest))
            {
                largest = difference;   // also where it is not a number
            }
        }

        return largest;
    }

    /// <summary>The largest |expected|.</summary>
    public static double Size(ReadOnlySpan<double> expected)
    {
        double largest = 0;
        foreach (double e in expected)
        {
            largest = Math.Max(largest, Math.Abs(e));
        }

        return largest;
    }

    public static void ShouldBeClose<T>(ReadOnlySpan<T> actual, ReadOnlySpan<double> expected, double tolerance, string what)
        where T : struct, INumber<T>
        => Difference(actual, expected).ShouldBeLessThanOrEqualTo(tolerance, what);

    /// <summary>Within a part of the expected tensor's largest value.</summary>
    public static void ShouldBeRelativelyClose<T>(ReadOnlySpan<T> actual, ReadOnlySpan<double> expected, double tolerance, string what)
        where T : struct, INumber<T>
        => Difference(actual, expected).ShouldBeLessThanOrEqualTo(tolerance * Size(expected), what);
}
