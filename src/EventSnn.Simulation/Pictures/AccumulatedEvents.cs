using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;

namespace EventSnn.Simulation.Pictures;

/// <summary>Counts events per pixel and draws them: ON green, OFF red, both yellow, on black.</summary>
/// <param name="size">The sensor.</param>
public sealed class AccumulatedEvents(SensorSize size)
{
    private readonly int[] on = new int[size.Pixels];
    private readonly int[] off = new int[size.Pixels];

    /// <summary>Counts events.</summary>
    /// <param name="batch">The events; those outside the sensor are left out.</param>
    /// <param name="start">First event to count.</param>
    /// <param name="count">How many.</param>
    public void Add(EventBatch batch, int start, int count)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (int i = start; i < start + count; i++)
        {
            if (size.Contains(batch.X[i], batch.Y[i]))
            {
                (batch.Polarities[i] == 1 ? on : off)[(batch.Y[i] * size.Width) + batch.X[i]]++;
            }
        }
    }

    /// <summary>Forgets every event.</summary>
    public void Clear()
    {
        Array.Clear(on);
        Array.Clear(off);
    }

    /// <summary>Draws the counts; full brightness is the 97th percentile of the pixels that fired.</summary>
    /// <returns>A picture with three channels.</returns>
    public Picture Draw()
    {
        int[] fired = [.. on.Concat(off).Where(n => n > 0).Order()];
        double full = fired.Length == 0 ? 1 : fired[(int)(0.97 * (fired.Length - 1))];
        var picture = new Picture(size, 3);
        for (int i = 0; i < on.Length; i++)
        {
            picture.Samples[3 * i] = (byte)Math.Min(255, off[i] / full * 255);
            picture.Samples[(3 * i) + 1] = (byte)Math.Min(255, on[i] / full * 255);
        }

        return picture;
    }
}
