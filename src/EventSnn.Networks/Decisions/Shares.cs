namespace EventSnn.Networks.Decisions;

/// <summary>Small arithmetic that the votes share.</summary>
internal static class Shares
{
    public static void Check(int found, int classes)
    {
        if (found != classes)
        {
            throw new ArgumentException($"Expected one score for each of {classes} classes, found {found}.");
        }
    }

    /// <summary>The index of the largest value; the lowest where several are equal.</summary>
    public static int ArgMax<T>(ReadOnlySpan<T> values)
        where T : IComparable<T>
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i].CompareTo(values[best]) > 0)
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>The index of the largest value; the lowest where several are equal.</summary>
    public static int ArgMax(double[] values) => ArgMax<double>(values);

    /// <summary>One value's share of the sum of all positive values.</summary>
    public static double Of(double[] values, int index)
    {
        if (index < 0)
        {
            return 0;
        }

        double sum = 0;
        foreach (double value in values)
        {
            sum += Math.Max(value, 0);
        }

        return sum > 0 ? Math.Max(values[index], 0) / sum : 0;
    }
}
