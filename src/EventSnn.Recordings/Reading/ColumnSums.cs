using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EventSnn.Recordings.Reading;

/// <summary>Sums and maxima of event columns, many entries at once.</summary>
internal static class ColumnSums
{
    /// <summary>Counts the ON events.</summary>
    /// <param name="polarities">1 = ON, 0 = OFF.</param>
    /// <returns>The number of ones.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long CountOn(ReadOnlySpan<byte> polarities)
    {
        long sum = 0;
        int i = 0;
        ref byte origin = ref MemoryMarshal.GetReference(polarities);
        if (Vector256.IsHardwareAccelerated)
        {
            while (i + 32 <= polarities.Length)
            {
                // At most 255 additions of 0 or 1 fit a byte lane.
                Vector256<byte> lanes = Vector256<byte>.Zero;
                int stop = (int)Math.Min(polarities.Length - 32L, i + (254L * 32));
                for (; i <= stop; i += 32)
                {
                    lanes += Vector256.LoadUnsafe(ref origin, (nuint)i);
                }

                (Vector256<ushort> low, Vector256<ushort> high) = Vector256.Widen(lanes);
                sum += Vector256.Sum(low + high);
            }
        }

        for (; i < polarities.Length; i++)
        {
            sum += polarities[i];
        }

        return sum;
    }

    /// <summary>The largest coordinate of a column.</summary>
    /// <param name="coordinates">x or y.</param>
    /// <returns>The maximum; 0 for an empty column.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ushort Maximum(ReadOnlySpan<ushort> coordinates)
    {
        ushort maximum = 0;
        int i = 0;
        ref ushort origin = ref MemoryMarshal.GetReference(coordinates);
        if (Vector256.IsHardwareAccelerated && coordinates.Length >= 16)
        {
            Vector256<ushort> lanes = Vector256<ushort>.Zero;
            for (; i + 16 <= coordinates.Length; i += 16)
            {
                lanes = Vector256.Max(lanes, Vector256.LoadUnsafe(ref origin, (nuint)i));
            }

            for (int lane = 0; lane < 16; lane++)
            {
                maximum = Math.Max(maximum, lanes[lane]);
            }
        }

        for (; i < coordinates.Length; i++)
        {
            maximum = Math.Max(maximum, coordinates[i]);
        }

        return maximum;
    }
}
