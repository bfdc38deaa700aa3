using EventSnn.Events.Random;

namespace EventSnn.Networks.Initialisation;

/// <summary>Random matrices with orthonormal rows (or columns, where there are more rows than columns).</summary>
internal static class Orthogonal
{
    /// <summary>Fills a row-major matrix: Gram-Schmidt, twice for accuracy, on normal numbers.</summary>
    public static void Fill(Span<float> matrix, int rows, int columns, double scale, RandomStream random)
    {
        bool wide = rows <= columns;
        int count = wide ? rows : columns;
        int length = wide ? columns : rows;
        var vectors = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double[] v = vectors[i] = new double[length];
            for (int k = 0; k < length; k++)
            {
                v[k] = random.NextNormal();
            }

            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < i; j++)
                {
                    Subtract(v, vectors[j], Dot(v, vectors[j]));
                }
            }

            double norm = Math.Sqrt(Dot(v, v));
            for (int k = 0; k < length; k++)
            {
                v[k] /= norm;
            }
        }

        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                matrix[(r * columns) + c] = (float)(scale * (wide ? vectors[r][c] : vectors[c][r]));
            }
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static void Subtract(double[] a, double[] b, double factor)
    {
        for (int i = 0; i < a.Length; i++)
        {
            a[i] -= factor * b[i];
        }
    }
}
