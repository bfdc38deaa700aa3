using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;

namespace EventSnn.Simulation.Realism;

/// <summary>
/// What can be counted in a clip without knowing what it shows: rates, polarity, gaps between events of a pixel, events
/// per pixel. Real and simulated recordings are compared by it.
/// </summary>
public sealed class EventStatistics
{
    private const long RateBin = 10_000;
    private readonly SensorSize size;
    private readonly long[] lastTime;
    private readonly int[] inClip;
    private readonly List<int> rate = [];
    private long clipStart;
    private double seconds;

    /// <summary>Creates empty statistics.</summary>
    /// <param name="size">The sensor.</param>
    public EventStatistics(SensorSize size)
    {
        this.size = size;
        lastTime = new long[size.Pixels];
        inClip = new int[size.Pixels];
    }

    /// <summary>Clips seen.</summary>
    public int Clips { get; private set; }

    /// <summary>Events seen.</summary>
    public long Events { get; private set; }

    /// <summary>ON events seen.</summary>
    public long On { get; private set; }

    /// <summary>Share of ON events, 0 to 1.</summary>
    public double OnShare => (double)On / Events;

    /// <summary>Events per second.</summary>
    public double Rate => Events / seconds;

    /// <summary>Share of pixels that fired at all in a clip, mean over clips.</summary>
    public double ActiveShare { get; private set; }

    /// <summary>Time between two events of one pixel, in microseconds.</summary>
    public Histogram Intervals { get; } = new(10, 4e6, 2);

    /// <summary>Events of one pixel in one clip; pixels without any are not counted here.</summary>
    public Histogram PixelCounts { get; } = new(1, 2000, 2);

    /// <summary>Events in 10 ms of the whole sensor.</summary>
    public Histogram Rates { get; } = new(4, 40_000, 2);

    /// <summary>Relative standard deviation of the events in 10 ms.</summary>
    public double RateVariation { get; private set; }

    /// <summary>Begins a clip.</summary>
    /// <param name="start">Its first microsecond.</param>
    public void BeginClip(long start)
    {
        clipStart = start;
        rate.Clear();
        Array.Fill(lastTime, long.MinValue);
        Array.Clear(inClip);
    }

    /// <summary>Counts events of the clip.</summary>
    /// <param name="batch">Events in order of time.</param>
    /// <param name="start">First event to count.</param>
    /// <param name="count">How many.</param>
    public void Add(EventBatch batch, int start, int count)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (int i = start; i < start + count; i++)
        {
            if (!size.Contains(batch.X[i], batch.Y[i]))
            {
                continue;
            }

            int pixel = (batch.Y[i] * size.Width) + batch.X[i];
            long t = batch.Timestamps[i];
            if (lastTime[pixel] != long.MinValue && t > lastTime[pixel])
            {
                Intervals.Add(t - lastTime[pixel]);
            }

            lastTime[pixel] = t;
            inClip[pixel]++;
            Events++;
            On += batch.Polarities[i];
            int bin = (int)Math.Clamp((t - clipStart) / RateBin, 0, 1_000_000);
            while (rate.Count <= bin)
            {
                rate.Add(0);
            }

            rate[bin]++;
        }
    }

    /// <summary>Ends a clip.</summary>
    /// <param name="end">The first microsecond behind it.</param>
    public void EndClip(long end)
    {
        int active = 0;
        foreach (int n in inClip)
        {
            if (n > 0)
            {
                active++;
                PixelCounts.Add(n);
            }
        }

        // The last bin may be cut short.
        int whole = (int)Math.Min(rate.Count, (end - clipStart) / RateBin);
        double sum = 0, squares = 0;
        for (int i = 0; i < whole; i++)
        {
            Rates.Add(rate[i]);
            sum += rate[i];
            squares += (double)rate[i] * rate[i];
        }

        if (whole > 0 && sum > 0)
        {
            double mean = sum / whole;
            double variation = Math.Sqrt(Math.Max(0, (squares / whole) - (mean * mean))) / mean;
            RateVariation = ((RateVariation * Clips) + variation) / (Clips + 1);
        }

        ActiveShare = ((ActiveShare * Clips) + ((double)active / size.Pixels)) / (Clips + 1);
        seconds += (end - clipStart) * 1e-6;
        Clips++;
    }
}
