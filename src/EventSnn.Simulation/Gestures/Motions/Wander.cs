using EventSnn.Events.Random;

namespace EventSnn.Simulation.Gestures.Motions;

/// <summary>
/// A smooth random function of time, band-limited and without memory: a sum of sines with random frequencies and phases.
/// </summary>
internal sealed class Wander
{
    private readonly double[] frequency;
    private readonly double[] phase;
    private readonly double scale;

    /// <summary>Draws a function.</summary>
    /// <param name="random">Where the function is drawn from.</param>
    /// <param name="lowHz">Slowest part.</param>
    /// <param name="highHz">Fastest part.</param>
    /// <param name="deviation">Root mean square of the function.</param>
    /// <param name="terms">Number of sines.</param>
    public Wander(RandomStream random, double lowHz, double highHz, double deviation, int terms = 4)
    {
        frequency = new double[terms];
        phase = new double[terms];
        scale = deviation * Math.Sqrt(2.0 / terms);
        for (int i = 0; i < terms; i++)
        {
            // One frequency in each equal part of the band keeps the function from beating slowly.
            frequency[i] = 2 * Math.PI * (lowHz + ((highHz - lowHz) * (i + random.NextDouble()) / terms));
            phase[i] = random.NextBetween(0, 2 * Math.PI);
        }
    }

    public float At(double seconds)
    {
        double sum = 0;
        for (int i = 0; i < frequency.Length; i++)
        {
            sum += Math.Sin((frequency[i] * seconds) + phase[i]);
        }

        return (float)(scale * sum);
    }
}
