using EventSnn.Events.Geometry;
using EventSnn.Simulation.Cameras;
using EventSnn.Simulation.Pixels;

namespace EventSnn.Simulation.Tests.Pixels;

/// <summary>Pixels under a light given as a function, and the events that came out.</summary>
internal sealed record Recorded(PixelArray Pixels, List<(double T, int X, int Y, int P)> Events)
{
    public static PixelOptions Ideal => CameraModels.Ideal.Pixel;

    /// <param name="size">Columns and rows.</param>
    /// <param name="options">The pixel.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="samplesPerSecond">Light samples.</param>
    /// <param name="light">DN at (column, row, seconds).</param>
    /// <param name="seed">Seed.</param>
    /// <param name="threads">Threads.</param>
    public static Recorded Of(
        SensorSize size, PixelOptions options, double seconds, double samplesPerSecond, Func<int, int, double, double> light, ulong seed = 1, int threads = 1)
    {
        var pixels = new PixelArray(size, options, seed, threads);
        var events = new List<(double, int, int, int)>();
        var sample = new float[size.Pixels];
        int samples = (int)Math.Round(seconds * samplesPerSecond);
        for (int n = 0; n <= samples; n++)
        {
            double t = n / samplesPerSecond;
            for (int i = 0; i < sample.Length; i++)
            {
                sample[i] = (float)light(i % size.Width, i / size.Width, t);
            }

            pixels.Expose(sample, t * 1e6);
            pixels.ReadEvents((time, x, y, p) => events.Add((time, x, y, p)));
        }

        return new Recorded(pixels, events);
    }
}
