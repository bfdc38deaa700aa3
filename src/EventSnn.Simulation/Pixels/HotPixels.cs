using EventSnn.Events.Random;

namespace EventSnn.Simulation.Pixels;

/// <summary>Pixels that fire ON events by themselves, each at its own rate, as a Poisson process.</summary>
internal sealed class HotPixels
{
    private readonly RandomStream random;
    private readonly PriorityQueue<int, (double Time, int Pixel)> queue = new();
    private readonly Dictionary<int, double> ratePerMicrosecond = [];

    public HotPixels(int pixels, PixelOptions options, ulong seed, ulong chip, double start)
    {
        random = RandomStream.Fork(seed, 3);
        RandomStream places = RandomStream.Fork(chip, 7);
        int count = (int)Math.Round(pixels * options.HotPixelFraction);
        while (ratePerMicrosecond.Count < count)
        {
            int pixel = places.NextInt32(pixels);
            double hertz = options.HotPixelLowHz * Math.Pow(options.HotPixelHighHz / options.HotPixelLowHz, places.NextDouble());
            if (ratePerMicrosecond.TryAdd(pixel, hertz * 1e-6))
            {
                Schedule(pixel, start);
            }
        }
    }

    public bool TryTake(double to, out double time, out int pixel)
    {
        if (!queue.TryPeek(out pixel, out (double Time, int Pixel) due) || due.Time >= to)
        {
            time = to;
            return false;
        }

        queue.Dequeue();
        time = due.Time;
        Schedule(pixel, time);
        return true;
    }

    private void Schedule(int pixel, double after)
    {
        double time = after + random.NextExponential(ratePerMicrosecond[pixel]);
        queue.Enqueue(pixel, (time, pixel));
    }
}
