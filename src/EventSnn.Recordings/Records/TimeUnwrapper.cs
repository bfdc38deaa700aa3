using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Records;

/// <summary>
/// Makes 64-bit times of unsigned 32-bit ones. A jump back of more than 2^31 us is a wrap; after a wrap, a jump forward of more
/// than 2^31 us is a straggler from before it.
/// </summary>
internal struct TimeUnwrapper
{
    private const long Period = 1L << 32;
    private const long Half = 1L << 31;
    private long previous;
    private bool started;

    /// <summary>What the wraps so far add up to; the base that the next times are decoded with.</summary>
    public long Epoch { get; private set; }

    /// <summary>Corrects times that were decoded with <see cref="Epoch"/> as their base.</summary>
    /// <param name="t">The times, in order.</param>
    public void Unwrap(Span<long> t)
    {
        if (t.IsEmpty)
        {
            return;
        }

        previous = started ? previous : t[0];
        started = true;
        int from = Epoch > 0 ? 0 : FirstWrap(t);
        if (from < t.Length)
        {
            long decodedWith = Epoch;
            long before = from > 0 ? t[from - 1] : previous;
            for (int i = from; i < t.Length; i++)
            {
                before = Next(t[i] - decodedWith, before);
                t[i] = before;
            }
        }

        previous = t[^1];
    }

    /// <summary>What a time will be read as; for writers, which refuse where the answer differs from what they mean.</summary>
    /// <param name="t">The time.</param>
    /// <returns>The time that a reader makes of its low 32 bits.</returns>
    public long ReadBack(long t)
    {
        long raw = t & (Period - 1);
        previous = started ? Next(raw, previous) : raw;
        started = true;
        return previous;
    }

    private long Next(long raw, long before)
    {
        long time = Epoch + raw;
        if (time - before < -Half)
        {
            Epoch += Period;
            return time + Period;
        }

        return Epoch > 0 && time - before > Half ? time - Period : time;
    }

    private readonly int FirstWrap(ReadOnlySpan<long> t)
    {
        if (t[0] - previous < -Half)
        {
            return 0;
        }

        for (int i = BackwardScan.First(t, 1); i < t.Length; i = BackwardScan.First(t, i + 1))
        {
            if (t[i] - t[i - 1] < -Half)
            {
                return i;
            }
        }

        return t.Length;
    }
}
