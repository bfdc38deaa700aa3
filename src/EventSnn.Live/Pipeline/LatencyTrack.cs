using System.Diagnostics;
using System.Numerics;

namespace EventSnn.Live.Pipeline;

/// <summary>A distribution of durations in constant memory, exact to 9 %: 8 bins per doubling from 1 us on. Any thread.</summary>
public sealed class LatencyTrack
{
    private const int BinsPerDoubling = 8;
    private readonly long[] bins = new long[40 * BinsPerDoubling];
    private long largest;
    private long count;

    /// <summary>Adds the time since a moment.</summary>
    /// <param name="since">Ticks of <see cref="Stopwatch"/>.</param>
    public void AddSince(long since) => Add(Stopwatch.GetElapsedTime(since));

    /// <summary>Adds a duration.</summary>
    /// <param name="duration">Below 1 us counts as 1 us.</param>
    public void Add(TimeSpan duration)
    {
        long microseconds = Math.Max(1, (long)duration.TotalMicroseconds);
        int doubling = BitOperations.Log2((ulong)microseconds);
        int part = (int)(((microseconds << 3) >> doubling) & 7);
        Interlocked.Increment(ref bins[Math.Min((doubling * BinsPerDoubling) + part, bins.Length - 1)]);
        Interlocked.Increment(ref count);
        long seen = Interlocked.Read(ref largest);
        while (microseconds > seen && Interlocked.CompareExchange(ref largest, microseconds, seen) is var now && now != seen)
        {
            seen = now;
        }
    }

    /// <summary>The distribution so far.</summary>
    /// <returns>Count and percentiles.</returns>
    public LatencyFigures Figures() => new(
        Interlocked.Read(ref count), Percentile(.5), Percentile(.9), Percentile(.99), Percentile(.999), Interlocked.Read(ref largest) / 1e3);

    private double Percentile(double share)
    {
        long total = Interlocked.Read(ref count);
        long wanted = (long)Math.Ceiling(share * total);
        long sum = 0;
        for (int i = 0; i < bins.Length && total > 0; i++)
        {
            sum += Interlocked.Read(ref bins[i]);
            if (sum >= wanted)
            {
                double lower = Math.Pow(2, i / BinsPerDoubling) * (1 + ((i % BinsPerDoubling) / (double)BinsPerDoubling));
                return Math.Min(lower * (1 + (1.0 / BinsPerDoubling)), Interlocked.Read(ref largest)) / 1e3;
            }
        }

        return 0;
    }
}
