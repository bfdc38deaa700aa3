namespace EventSnn.Simulation.Realism;

/// <summary>Counts of values in bins that grow by a constant factor: for quantities that span many orders of magnitude.</summary>
public sealed class Histogram
{
    private readonly double[] bins;
    private readonly double perOctave;
    private readonly double smallest;

    /// <summary>Creates an empty histogram.</summary>
    /// <param name="smallest">Values below it share the first bin.</param>
    /// <param name="largest">Values above it share the last bin.</param>
    /// <param name="perOctave">Bins for every doubling.</param>
    public Histogram(double smallest, double largest, double perOctave)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(smallest);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(largest, smallest);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perOctave);
        this.smallest = smallest;
        this.perOctave = perOctave;
        bins = new double[(int)Math.Ceiling(Math.Log2(largest / smallest) * perOctave) + 2];
    }

    /// <summary>Counts per bin.</summary>
    public IReadOnlyList<double> Bins => bins;

    /// <summary>Counts a value.</summary>
    /// <param name="value">At least 0.</param>
    public void Add(double value) =>
        bins[value < smallest ? 0 : Math.Min(bins.Length - 1, 1 + (int)(Math.Log2(value / smallest) * perOctave))]++;

    /// <summary>
    /// The Jensen-Shannon distance of two histograms of the same bins: the square root of the Jensen-Shannon divergence in
    /// bits.
    /// </summary>
    /// <param name="other">The other histogram.</param>
    /// <returns>0 for the same shape, 1 where no bin is shared; NaN where one is empty.</returns>
    /// <exception cref="ArgumentException">The bins differ.</exception>
    public double DistanceTo(Histogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.bins.Length != bins.Length || other.smallest != smallest || other.perOctave != perOctave)
        {
            throw new ArgumentException("The histograms have different bins.", nameof(other));
        }

        double mine = bins.Sum();
        double others = other.bins.Sum();
        double divergence = 0;
        for (int i = 0; i < bins.Length; i++)
        {
            double p = bins[i] / mine;
            double q = other.bins[i] / others;
            double middle = (p + q) / 2;
            divergence += p > 0 ? 0.5 * p * Math.Log2(p / middle) : 0;
            divergence += q > 0 ? 0.5 * q * Math.Log2(q / middle) : 0;
        }

        return mine > 0 && others > 0 ? Math.Sqrt(Math.Clamp(divergence, 0, 1)) : double.NaN;
    }
}
