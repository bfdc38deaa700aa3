namespace EventSnn.Networks.Learning;

/// <summary>Applies an <see cref="UpdatePolicy"/>: decides layer by layer, counts, and moves the thresholds of a chosen update rate.</summary>
/// <remarks>
/// The threshold is a running quantile of the largest error (of its sum since the last update where the policy accumulates): it rises by a
/// factor exp(gain (1 - rate)) at every update and falls by exp(gain rate) at every skip, which stand still against each other when the
/// share of updates is the rate (stochastic approximation of a quantile). After error-triggered learning by Payvand, Fouda, Kurdahi,
/// Eltawil and Neftci (arXiv 1910.06152), whose threshold is set by hand.
/// </remarks>
internal sealed class UpdateControl(int layers)
{
    private const double Gain = .1;
    private const double Memory = .99;

    /// <summary>The policy.</summary>
    public UpdatePolicy Policy { get; set; } = UpdatePolicy.Always;

    /// <summary>Labelled steps so far.</summary>
    public long Steps { get; set; }

    /// <summary>Layer updates skipped.</summary>
    public long Skipped { get; set; }

    /// <summary>Layer updates made or skipped.</summary>
    public long Possible { get; set; }

    /// <summary>The threshold of each layer where the policy sets a rate; 0 before the first step.</summary>
    public double[] Thresholds { get; } = new double[layers];

    /// <summary>The largest errors of each layer, summed since its last update; where the policy accumulates.</summary>
    public double[] Sums { get; } = new double[layers];

    /// <summary>Steps of each layer that wait for its next update; where the policy accumulates.</summary>
    public long[] Waiting { get; } = new long[layers];

    /// <summary>The running mean loss of each layer where the policy compares with it; 0 before the first step.</summary>
    public double[] MeanLosses { get; } = new double[layers];

    /// <summary>Whether a layer's loss is small against its running mean, which takes it in.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="loss">Its loss.</param>
    public bool IsEasy(int layer, double loss)
    {
        if (Policy.LossShare == 0)
        {
            return false;
        }

        double mean = MeanLosses[layer];
        MeanLosses[layer] = mean == 0 ? loss : (Memory * mean) + ((1 - Memory) * loss);
        return mean > 0 && loss < Policy.LossShare * mean;
    }

    /// <summary>Whether the readout of a class is larger than all others by more than a margin.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="readout">One value per class.</param>
    /// <param name="label">The class.</param>
    /// <param name="margin">The margin.</param>
    public static bool IsClear<T>(ReadOnlySpan<T> readout, int label, T margin)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        for (int k = 0; k < readout.Length; k++)
        {
            if (k != label && readout[label] - readout[k] <= margin)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The threshold that a layer has to reach now; infinite where no error does.</summary>
    /// <param name="layer">The layer.</param>
    public float Threshold(int layer)
        => Steps % Policy.EveryN != 0 ? float.PositiveInfinity : Policy.Rate > 0 ? (float)Thresholds[layer] : Policy.ErrorThreshold;

    /// <summary>Takes a step's error in, and tells whether it, or the sum since the last update where the policy accumulates, reaches the threshold.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="largest">Its largest error in this step.</param>
    /// <param name="threshold">Receives the threshold it had.</param>
    public bool Reaches(int layer, float largest, out float threshold)
    {
        threshold = Threshold(layer);
        if (!Policy.Accumulates)
        {
            return largest >= threshold;
        }

        Waiting[layer]++;
        return (Sums[layer] += largest) >= threshold;
    }

    /// <summary>Notes what became of a layer's step.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="threshold">The threshold it had.</param>
    /// <param name="largest">Its largest error.</param>
    /// <param name="updated">Whether it was updated.</param>
    public void Note(int layer, float threshold, float largest, bool updated)
    {
        Possible++;
        Skipped += updated ? 0 : 1;
        if (Policy.Rate != 0 && !float.IsPositiveInfinity(threshold))
        {
            // A sum that grows by the first error in every step reaches the first threshold after 1 / rate steps.
            double old = Thresholds[layer] > 0 ? Thresholds[layer] : Policy.Accumulates ? largest / Policy.Rate : largest;
            Thresholds[layer] = old * Math.Exp(Gain * (updated ? 1 - Policy.Rate : -Policy.Rate));
        }

        if (updated)
        {
            Sums[layer] = 0;
            Waiting[layer] = 0;
        }
    }

    /// <summary>Rounds an error to multiples of a unit, at most so many.</summary>
    /// <param name="error">The error; rounded in place.</param>
    /// <param name="unit">The unit, above 0.</param>
    /// <param name="levels">The most multiples.</param>
    public static void Quantise(Span<float> error, float unit, int levels)
    {
        foreach (ref float e in error)
        {
            e = unit * Math.Clamp(MathF.Round(e / unit), -levels, levels);
        }
    }
}
