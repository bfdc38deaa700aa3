using static EventSnn.Networks.Continual.Vectors;

namespace EventSnn.Networks.Continual;

/// <summary>
/// P = (S + r I)^-1 for a sum S of outer products that grows by one at a time (Sherman and Morrison 1950): D^2 per step and not D^3, and symmetric to
/// the last bit. What the discriminants share.
/// </summary>
/// <param name="size">D, at least 1.</param>
/// <param name="ridge">r, above 0.</param>
internal sealed class InverseScatter(int size, double ridge)
{
    private readonly double[] rows = Sphere(size, 1 / ridge);

    /// <summary>The sum of the diagonal.</summary>
    public double Trace
    {
        get
        {
            double trace = 0;
            for (int i = 0; i < size; i++)
            {
                trace += rows[(i * size) + i];
            }

            return trace;
        }
    }

    /// <summary>One row of P, which is also a column.</summary>
    /// <param name="i">From 0.</param>
    public Span<double> Row(int i) => rows.AsSpan(i * size, size);

    /// <summary>product = P vector.</summary>
    /// <param name="vector">A vector.</param>
    /// <param name="product">Another.</param>
    public void Multiply(double[] vector, double[] product)
    {
        for (int i = 0; i < size; i++)
        {
            product[i] = Dot(Row(i), vector);
        }
    }

    /// <summary>Adds w d d' to S.</summary>
    /// <param name="difference">d.</param>
    /// <param name="gain">P d, from before.</param>
    /// <param name="weight">w, above 0.</param>
    /// <returns>f: P is less by f (P d)(P d)' than before.</returns>
    public double Add(double[] difference, double[] gain, double weight)
    {
        double factor = weight / (1 + (weight * Dot(difference, gain)));
        for (int i = 0; i < size; i++)
        {
            AddProduct(gain, gain[i], -factor, Row(i));
        }

        return factor;
    }

    /// <summary>Takes over another.</summary>
    /// <param name="other">Of the same size.</param>
    public void CopyFrom(InverseScatter other) => other.rows.CopyTo(rows, 0);

    private static double[] Sphere(int size, double value)
    {
        var diagonal = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            diagonal[(i * size) + i] = value;
        }

        return diagonal;
    }
}
