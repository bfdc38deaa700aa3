using EventSnn.Events.Geometry;

namespace EventSnn.Events.Filters;

/// <summary>
/// Takes out pixels that send events without a cause: much and alone. Rates are measured over fixed periods of event time; a
/// pixel that was hot in one period is silenced during the next, and heard again after a period in which it was not.
/// </summary>
public sealed class HotPixelFilter : EventFilter
{
    private readonly HotPixelOptions options;
    private readonly int stride;
    private readonly int[] counts; // with one pixel of border on each side
    private readonly bool[] hot;
    private bool started;
    private long periodStart;

    /// <summary>Creates a filter.</summary>
    /// <param name="size">The sensor whose events come in.</param>
    /// <param name="options">When a pixel is called hot; null for the defaults.</param>
    public HotPixelFilter(SensorSize size, HotPixelOptions? options = null)
        : base(size, size)
    {
        this.options = options ?? new HotPixelOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(this.options.PeriodMicroseconds, 1, nameof(options));
        stride = size.Width + 2;
        counts = new int[stride * (size.Height + 2)];
        hot = new bool[counts.Length];
    }

    /// <summary>The pixels that are silenced now.</summary>
    /// <returns>(x, y) pairs, row by row.</returns>
    public IEnumerable<(int X, int Y)> HotPixels()
    {
        for (int y = 0; y < InputSize.Height; y++)
        {
            for (int x = 0; x < InputSize.Width; x++)
            {
                if (hot[Index(x, y)])
                {
                    yield return (x, y);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        Array.Clear(counts);
        Array.Clear(hot);
        started = false;
    }

    /// <inheritdoc/>
    protected override bool Passes(long timestamp, ref ushort x, ref ushort y, byte polarity)
    {
        if (!started)
        {
            started = true;
            periodStart = timestamp;
        }
        else if (timestamp - periodStart >= options.PeriodMicroseconds)
        {
            Judge();
            periodStart = timestamp;
        }

        int i = Index(x, y);
        counts[i]++;
        return !hot[i];
    }

    private int Index(int x, int y) => ((y + 1) * stride) + x + 1;

    private void Judge()
    {
        double minimum = options.MinimumRate * options.PeriodMicroseconds / 1e6;
        for (int y = 0; y < InputSize.Height; y++)
        {
            for (int x = 0; x < InputSize.Width; x++)
            {
                int i = Index(x, y);
                if (counts[i] < minimum)
                {
                    hot[i] = false;
                    continue;
                }

                int around = counts[i - stride - 1] + counts[i - stride] + counts[i - stride + 1]
                    + counts[i - 1] + counts[i + 1]
                    + counts[i + stride - 1] + counts[i + stride] + counts[i + stride + 1];
                hot[i] = counts[i] >= options.NeighbourRatio * around / 8;
            }
        }

        Array.Clear(counts);
    }
}
