using EventSnn.Events.Binning;

namespace EventSnn.Training.Baselines;

/// <summary>
/// What the baselines see of a clip: one picture of events, counted or decayed, on a coarse grid, as a vector of length 1.
/// </summary>
/// <param name="shape">The shape of the steps.</param>
/// <param name="cells">Rows and columns of the picture, at least 1.</param>
public sealed class ClipFeatures(InputShape shape, int cells = 16)
{
    private readonly int rows = Math.Min(cells, shape.Height);
    private readonly int columns = Math.Min(cells, shape.Width);

    /// <summary>Length of the vector.</summary>
    public int Size => shape.Channels * rows * columns;

    /// <summary>Makes the picture: every event counts exp(-age / tau) at the end of the window.</summary>
    /// <param name="steps">The clip.</param>
    /// <param name="window">Steps of it that are seen.</param>
    /// <param name="decayMicroseconds">tau; null for a plain count.</param>
    /// <returns>A vector of Euclidean length 1; all zero for a clip without events.</returns>
    public float[] Make(StepSequence steps, int window, double? decayMicroseconds = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var picture = new float[Size];
        int count = Math.Min(steps.Count, window);
        int plane = shape.Width * shape.Height;
        for (int k = 0; k < count; k++)
        {
            float weight = decayMicroseconds is { } tau ? (float)Math.Exp(-(count - 1 - k) * (double)steps.StepMicroseconds / tau) : 1;
            ReadOnlySpan<int> inputs = steps.Inputs(k);
            ReadOnlySpan<ushort> counts = steps.Counts(k);
            for (int i = 0; i < inputs.Length; i++)
            {
                int channel = inputs[i] / plane;
                int y = inputs[i] % plane / shape.Width;
                int x = inputs[i] % shape.Width;
                picture[(((channel * rows) + (y * rows / shape.Height)) * columns) + (x * columns / shape.Width)] += weight * counts[i];
            }
        }

        double sum = 0;
        foreach (float v in picture)
        {
            sum += (double)v * v;
        }

        float scale = sum > 0 ? (float)(1 / Math.Sqrt(sum)) : 0;
        for (int i = 0; i < picture.Length; i++)
        {
            picture[i] *= scale;
        }

        return picture;
    }
}
