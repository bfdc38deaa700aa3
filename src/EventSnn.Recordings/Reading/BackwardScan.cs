using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EventSnn.Recordings.Reading;

/// <summary>Finds steps back in time in a column of timestamps, many at once.</summary>
internal static class BackwardScan
{
    /// <summary>Finds the first event whose time is smaller than that of the event before it in the span.</summary>
    /// <param name="t">Times in microseconds.</param>
    /// <param name="from">First index to look at, at least 1.</param>
    /// <returns>The index, or the length where there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int First(ReadOnlySpan<long> t, int from)
    {
        int i = from;
        ref long origin = ref MemoryMarshal.GetReference(t);
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i + 8 <= t.Length; i += 8)
            {
                Vector512<long> now = Vector512.LoadUnsafe(ref origin, (nuint)i);
                Vector512<long> before = Vector512.LoadUnsafe(ref origin, (nuint)(i - 1));
                if (Vector512.LessThanAny(now, before))
                {
                    break;
                }
            }
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 4 <= t.Length; i += 4)
            {
                Vector256<long> now = Vector256.LoadUnsafe(ref origin, (nuint)i);
                Vector256<long> before = Vector256.LoadUnsafe(ref origin, (nuint)(i - 1));
                if (Vector256.LessThanAny(now, before))
                {
                    break;
                }
            }
        }

        for (; i < t.Length; i++)
        {
            if (t[i] < t[i - 1])
            {
                return i;
            }
        }

        return t.Length;
    }
}
