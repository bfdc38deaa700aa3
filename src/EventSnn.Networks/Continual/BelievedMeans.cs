namespace EventSnn.Networks.Continual;

/// <summary>
/// Where the means of classes are believed to be when some were shown often and others seldom: every mean as a combination of the means that were
/// measured. Knows only their scalar products in the discriminant's metric.
/// </summary>
/// <remarks>
/// <para>A measured mean of n showings is off by v / n. The means of classes that were shown often vary around their centre m0 by b, so that the best
/// guess is <c>m0 + n / (n + k) (m - m0)</c>, <c>k = v / b</c> (empirical Bayes; James and Stein 1961).</para>
/// <para>For a class of few showings there is a better guess than m0: the point of the space between the well-known classes (the affine span of their
/// means) that is nearest to its own mean, since noise has little room there. What is left beside that space is kept by n / (n + k'), where
/// k' = v / b' and b' is how far a well-known class lies from the space between the others.</para>
/// <para>The place of a class of few showings is also less certain, so its distances count for less: by 1 + p n / (n + k)^2. The less its own showings
/// are believed (n / (n + k)), the more it stands where nothing but the other classes put it, and gets no advantage from that.</para>
/// <para>p was chosen on other orders of the classes of dvs-sign than those whose figures are published, asked about another fold of the training clips: as large as
/// it may be where ten seconds of a new class are not to cost the others more than before. Other orders of N-MNIST and of the simulated gestures were looked at beside it.</para>
/// </remarks>
internal sealed class BelievedMeans
{
    /// <summary>With fewer well-known classes there is no space between them to speak of.</summary>
    private const int FewestKnown = 4;

    private const double Doubt = .6; // p
    private const double Least = 1e-12;
    private readonly double[,] products;
    private readonly double[] showings;
    private readonly int[] present;
    private readonly int[] often;
    private readonly double noise;

    /// <summary>Finds the means.</summary>
    /// <param name="products">m_a P m_b of the measured means.</param>
    /// <param name="showings">n of every class; 0 for one that nothing is known of.</param>
    /// <param name="noise">v; 0 or less where it is not known.</param>
    /// <param name="pull">k where it is given, and then nothing but the centre is used; else null.</param>
    public BelievedMeans(double[,] products, double[] showings, double noise, double? pull)
    {
        this.products = products;
        this.showings = showings;
        this.noise = noise;
        int count = showings.Length;
        double most = showings.DefaultIfEmpty(0).Max();
        present = [.. Enumerable.Range(0, count).Where(c => showings[c] > 0)];
        often = [.. present.Where(c => showings[c] >= most / 2)]; // the noise of the others is not in the metric yet, and would pass for signal
        Pull = pull ?? EstimatePull();
        Centre = new double[count];
        double sum = present.Sum(c => Trust(c, Pull));
        foreach (int c in present)
        {
            Centre[c] = Trust(c, Pull) / sum;
        }

        Shares = new double[count, count];
        foreach (int c in present)
        {
            Mix(c, Centre, Trust(c, Pull));
        }

        Discount = new double[count];
        Array.Fill(Discount, 1);
        if (pull is null && often.Length >= FewestKnown && noise > 0)
        {
            UseSpaceBetween();
        }
    }

    /// <summary>k.</summary>
    public double Pull { get; }

    /// <summary>The share of every measured mean in the centre.</summary>
    public double[] Centre { get; }

    /// <summary>The share of measured mean b in the believed mean of class c, at [c, b].</summary>
    public double[,] Shares { get; }

    /// <summary>What distances to a class are divided by, 1 or more.</summary>
    public double[] Discount { get; }

    /// <summary>The scalar product of two combinations of means.</summary>
    /// <param name="a">Shares.</param>
    /// <param name="b">Shares.</param>
    /// <returns>a P b.</returns>
    public double Product(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        foreach (int i in present)
        {
            foreach (int j in present)
            {
                sum += a[i] * b[j] * products[i, j];
            }
        }

        return sum;
    }

    private double Trust(int c, double k) => showings[c] / (showings[c] + k);

    private void Mix(int c, double[] target, double trust)
    {
        for (int b = 0; b < showings.Length; b++)
        {
            Shares[c, b] = (1 - trust) * target[b];
        }

        Shares[c, c] += trust;
    }

    private double EstimatePull()
    {
        if (often.Length < 2 || noise <= 0)
        {
            return 1; // nothing to estimate it from
        }

        double between = (often.Average(c => products[c, c]) - often.Average(a => often.Average(b => products[a, b]))) * often.Length / (often.Length - 1);
        double signal = between - (noise * often.Average(c => 1 / showings[c]));
        return Math.Clamp(noise / Math.Max(signal, Least), .1, 10);
    }

    private void UseSpaceBetween()
    {
        double beside = often.Average(c =>
        {
            int[] others = [.. often.Where(o => o != c)];
            double[] off = Nearest(c, others);
            off[c] -= 1;
            return Product(off, off) - (noise / showings[c]);
        });
        double k = Math.Clamp(noise / Math.Max(beside, Least), .05, 20);
        foreach (int c in present.Except(often))
        {
            Mix(c, Nearest(c, often), Trust(c, k));
            Discount[c] = 1 + (Doubt * Trust(c, Pull) / (showings[c] + Pull));
        }
    }

    /// <summary>The point of the affine span of some means that is nearest to another mean, a little drawn to their centre: shares that sum up to 1.</summary>
    private double[] Nearest(int c, int[] span)
    {
        int n = span.Length;
        double[] mean = [.. Enumerable.Range(0, showings.Length).Select(a => span.Average(b => products[a, b]))];
        double all = span.Average(a => mean[a]);
        double Centred(int a, int b) => products[a, b] - mean[a] - mean[b] + all;
        double little = .02 * span.Average(a => Centred(a, a));
        var system = new double[n, n + 1];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                system[i, j] = Centred(span[i], span[j]) + (i == j ? Math.Max(little, Least) : 0);
            }

            system[i, n] = Centred(span[i], c);
        }

        double[] solution = Solve(system, n);
        double rest = (1 - solution.Sum()) / n;
        var shares = new double[showings.Length];
        for (int i = 0; i < n; i++)
        {
            shares[span[i]] = solution[i] + rest;
        }

        return shares;
    }

    /// <summary>Gauss elimination; the matrix is positive definite, so that no pivot has to be looked for.</summary>
    private static double[] Solve(double[,] system, int n)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = i + 1; j < n; j++)
            {
                double factor = system[j, i] / system[i, i];
                for (int k = i; k <= n; k++)
                {
                    system[j, k] -= factor * system[i, k];
                }
            }
        }

        var solution = new double[n];
        for (int i = n - 1; i >= 0; i--)
        {
            double value = system[i, n];
            for (int j = i + 1; j < n; j++)
            {
                value -= system[i, j] * solution[j];
            }

            solution[i] = value / system[i, i];
        }

        return solution;
    }
}
