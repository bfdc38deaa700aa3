using EventSnn.Events.Batches;

namespace EventSnn.Recordings.Summary;

/// <summary>Counts events per pixel, for the first 2048 rows and columns, which hold every usual sensor; memory is bounded by 16 MB.</summary>
internal sealed class PixelCounts
{
    private const int Limit = 2048;
    private readonly int[]?[] rows = new int[]?[Limit];

    /// <summary>Adds events.</summary>
    public void Add(EventBatch batch)
    {
        ReadOnlySpan<ushort> x = batch.X;
        ReadOnlySpan<ushort> y = batch.Y;
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] < Limit && y[i] < Limit)
            {
                int[] row = rows[y[i]] ??= new int[Limit];
                row[x[i]]++;
            }
        }
    }

    /// <summary>The pixels that fire more than 20 times as often as the median of the active ones, the hottest first.</summary>
    /// <param name="most">At most so many.</param>
    public List<HotPixel> Hot(int most)
    {
        List<HotPixel> active = [];
        for (int y = 0; y < Limit; y++)
        {
            for (int x = 0; rows[y] is { } row && x < Limit; x++)
            {
                if (row[x] > 0)
                {
                    active.Add(new HotPixel(x, y, row[x]));
                }
            }
        }

        if (active.Count == 0)
        {
            return [];
        }

        active.Sort((a, b) => a.Events != b.Events ? b.Events.CompareTo(a.Events) : (a.Y, a.X).CompareTo((b.Y, b.X)));
        long threshold = Math.Max(20 * active[active.Count / 2].Events, 100);
        return [.. active.TakeWhile(p => p.Events > threshold).Take(most)];
    }
}
