using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Seeking;

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

    private long epoch;

    /// <summary>What the wraps so far add up to; the base that the next times are decoded with.</summary>
    public long Epoch
    {
        readonly get => epoch;
        private set => epoch = value;
    }

    /// <summary>Carries what is known of the times so far.</summary>
    public void Carry(ReaderState state)
    {
        state.Carry(ref epoch);
        state.Carry(ref previous);
        state.Carry(ref started);
    }

    /// <summary>Corrects times that were decoded with <see cref="Epoch"/> as their base.</summary>
    /// <param name="t">The times, in order; at least one.</param>
    /// <param name="stepsBack">Whether a time is smaller than the one before it among them.</param>
    /// <returns>True where a time may have been changed.</returns>
    public bool Unwrap(Span<long> t, bool stepsBack = true)
    {
        previous = started ? previous : t[0];
        started = true;
        int from = FirstTurn(t, stepsBack);
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
        return from < t.Length;
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

    /// <summary>
    /// An event in front of which the rules change no time. Between two steps back times only rise; where the last lies less than
    /// half a period behind the first, no step in between is a large one.
    /// </summary>
    private readonly int FirstTurn(ReadOnlySpan<long> t, bool stepsBack)
    {
        long step = t[0] - previous;
        if (step is < -Half or > Half)
        {
            return 0;
        }

        if (!stepsBack && (Epoch == 0 || t[^1] - t[0] <= Half))
        {
            return t.Length;
        }

        int start = 0;
        while (true)
        {
            int back = BackwardScan.First(t, start + 1);
            if (Epoch > 0 && t[back - 1] - t[start] > Half)
            {
                return start;
            }

            if (back == t.Length || t[back] - t[back - 1] < -Half)
            {
                return back;
            }

            start = back;
        }
    }
}
