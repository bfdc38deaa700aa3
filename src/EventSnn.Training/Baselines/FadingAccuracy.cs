namespace EventSnn.Training.Baselines;

/// <summary>
/// Prequential accuracy (Gama et al. 2013): over all predictions, and with a fading factor a: S = right + a S, N = 1 + a N, S / N.
/// </summary>
/// <param name="factor">a, in (0, 1).</param>
public sealed class FadingAccuracy(double factor = .99)
{
    private double right;
    private double weight;

    /// <summary>Predictions.</summary>
    public int Samples { get; private set; }

    /// <summary>Predictions that were right.</summary>
    public int Correct { get; private set; }

    /// <summary>Correct / Samples; 0 before the first.</summary>
    public double Mean => Samples == 0 ? 0 : (double)Correct / Samples;

    /// <summary>Accuracy with recent predictions weighing more; 0 before the first.</summary>
    public double Faded => weight == 0 ? 0 : right / weight;

    /// <summary>Adds a prediction.</summary>
    /// <param name="isRight">Whether it was right.</param>
    public void Add(bool isRight)
    {
        Samples++;
        Correct += isRight ? 1 : 0;
        right = (isRight ? 1 : 0) + (factor * right);
        weight = 1 + (factor * weight);
    }
}
