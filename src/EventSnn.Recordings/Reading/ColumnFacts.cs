using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using EventSnn.Events.Batches;

namespace EventSnn.Recordings.Reading;

/// <summary>What a reader has to know of every batch, found in one pass over its columns while they are in the first-level cache.</summary>
/// <param name="LargestX">The largest x.</param>
/// <param name="LargestY">The largest y.</param>
/// <param name="On">ON events.</param>
/// <param name="StepsBack">Whether an event's time is smaller than that of the event before it in the batch.</param>
internal readonly record struct ColumnFacts(ushort LargestX, ushort LargestY, long On, bool StepsBack)
{
    /// <summary>The facts of these events and of those behind them.</summary>
    /// <param name="next">What is known of those behind.</param>
    /// <param name="stepsBackBetween">Whether time steps back from the last of these to the first of those.</param>
    public ColumnFacts With(ColumnFacts next, bool stepsBackBetween) => new(
        Math.Max(LargestX, next.LargestX), Math.Max(LargestY, next.LargestY), On + next.On, StepsBack | next.StepsBack | stepsBackBetween);

    /// <summary>Looks at events.</summary>
    /// <param name="batch">At least one event.</param>
    public static ColumnFacts Of(EventBatch batch) => Of(batch.Timestamps, batch.X, batch.Y, batch.Polarities);

    /// <summary>Looks at columns of one length, at least 1.</summary>
    /// <param name="t">Times.</param>
    /// <param name="x">Columns from the left.</param>
    /// <param name="y">Rows from the top.</param>
    /// <param name="p">Polarities, 0 or 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ColumnFacts Of(ReadOnlySpan<long> t, ReadOnlySpan<ushort> x, ReadOnlySpan<ushort> y, ReadOnlySpan<byte> p)
    {
        int i = 0;
        ushort largestX = 0;
        ushort largestY = 0;
        long on = 0;
        bool back = false;
        ref long times = ref MemoryMarshal.GetReference(t);
        ref ushort columns = ref MemoryMarshal.GetReference(x);
        ref ushort rows = ref MemoryMarshal.GetReference(y);
        ref byte polarities = ref MemoryMarshal.GetReference(p);
        if (Avx512BW.IsSupported && t.Length >= 64)
        {
            Vector512<ushort> maximumX = Vector512<ushort>.Zero;
            Vector512<ushort> maximumY = Vector512<ushort>.Zero;
            Vector512<ulong> sum = Vector512<ulong>.Zero;
            Vector512<long> steps = Vector512<long>.Zero;
            Vector512<long> before = Vector512.Create(times);
            for (; i <= t.Length - 64; i += 64)
            {
                for (int k = 0; k < 64; k += 8)
                {
                    // The larger of an event's time and the one before it differs from its own where time steps back.
                    Vector512<long> now = Vector512.LoadUnsafe(ref times, (nuint)(i + k));
                    steps |= Vector512.Max(now, Avx512F.AlignRight64(now, before, 7)) ^ now;
                    before = now;
                }

                maximumX = Vector512.Max(maximumX, Vector512.Max(Vector512.LoadUnsafe(ref columns, (nuint)i), Vector512.LoadUnsafe(ref columns, (nuint)(i + 32))));
                maximumY = Vector512.Max(maximumY, Vector512.Max(Vector512.LoadUnsafe(ref rows, (nuint)i), Vector512.LoadUnsafe(ref rows, (nuint)(i + 32))));
                sum += Avx512BW.SumAbsoluteDifferences(Vector512.LoadUnsafe(ref polarities, (nuint)i), Vector512<byte>.Zero).AsUInt64();
            }

            largestX = Largest(Vector256.Max(maximumX.GetLower(), maximumX.GetUpper()));
            largestY = Largest(Vector256.Max(maximumY.GetLower(), maximumY.GetUpper()));
            on = (long)Vector512.Sum(sum);
            back = steps != Vector512<long>.Zero;
        }
        else if (Avx2.IsSupported && t.Length >= 33)
        {
            Vector256<ushort> maximumX = Vector256<ushort>.Zero;
            Vector256<ushort> maximumY = Vector256<ushort>.Zero;
            Vector256<ulong> sum = Vector256<ulong>.Zero;
            Vector256<long> steps = Vector256<long>.Zero;

            // The first event has none before it; it is looked at again below.
            maximumX = Vector256.Create(columns);
            maximumY = Vector256.Create(rows);
            on = polarities;
            for (i = 1; i <= t.Length - 32; i += 32)
            {
                for (int k = 0; k < 32; k += 4)
                {
                    steps |= Vector256.LessThan(Vector256.LoadUnsafe(ref times, (nuint)(i + k)), Vector256.LoadUnsafe(ref times, (nuint)(i + k - 1)));
                }

                maximumX = Vector256.Max(maximumX, Vector256.Max(Vector256.LoadUnsafe(ref columns, (nuint)i), Vector256.LoadUnsafe(ref columns, (nuint)(i + 16))));
                maximumY = Vector256.Max(maximumY, Vector256.Max(Vector256.LoadUnsafe(ref rows, (nuint)i), Vector256.LoadUnsafe(ref rows, (nuint)(i + 16))));
                sum += Avx2.SumAbsoluteDifferences(Vector256.LoadUnsafe(ref polarities, (nuint)i), Vector256<byte>.Zero).AsUInt64();
            }

            largestX = Largest(maximumX);
            largestY = Largest(maximumY);
            on += (long)Vector256.Sum(sum);
            back = steps != Vector256<long>.Zero;
        }

        long previous = i > 0 ? t[i - 1] : times;
        for (; i < t.Length; i++)
        {
            largestX = Math.Max(largestX, x[i]);
            largestY = Math.Max(largestY, y[i]);
            on += p[i];
            back |= t[i] < previous;
            previous = t[i];
        }

        return new ColumnFacts(largestX, largestY, on, back);
    }

    private static ushort Largest(Vector256<ushort> lanes)
    {
        ushort largest = 0;
        for (int lane = 0; lane < Vector256<ushort>.Count; lane++)
        {
            largest = Math.Max(largest, lanes[lane]);
        }

        return largest;
    }
}
