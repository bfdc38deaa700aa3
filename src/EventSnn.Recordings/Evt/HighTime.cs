using EventSnn.Recordings.Seeking;

namespace EventSnn.Recordings.Evt;

/// <summary>
/// Follows the TIME_HIGH words of an EVT stream through their wraps. A high time that is smaller than the one before by more than
/// half its range has wrapped; a smaller step back is a step back in time. After a wrap, a step forward by more than half the range
/// is a step back across the wrap: cameras repeat the high time far more often than that.
/// </summary>
/// <param name="bits">Bits of a TIME_HIGH word: 28 in EVT 2 and 2.1, 12 in EVT 3.</param>
/// <param name="shift">Bits of the low time below it: 6 or 12.</param>
internal struct HighTime(int bits, int shift)
{
    private long high;
    private bool known;

    /// <summary>Whether a TIME_HIGH word has been seen.</summary>
    public bool Known
    {
        readonly get => known;
        private set => known = value;
    }

    /// <summary>The time that the low bits are added to, in microseconds.</summary>
    public readonly long Base => high << shift;

    /// <summary>The high time with its wraps.</summary>
    public readonly long High => high;

    /// <summary>Whether another one is as far.</summary>
    public readonly bool IsSame(HighTime other) => high == other.high && known == other.known;

    /// <summary>Takes a payload for what comes next, with the wraps of another place of the same stream.</summary>
    /// <param name="elsewhere">A high time with its wraps.</param>
    /// <param name="payload">The word without its type.</param>
    public void Guess(long elsewhere, uint payload)
    {
        high = (elsewhere & ~((1L << bits) - 1)) + payload;
        known = true;
    }

    /// <summary>Whether a time lies in the range of the low bits.</summary>
    /// <param name="t">Time in microseconds.</param>
    public readonly bool Holds(long t) => t >> shift == high;

    /// <summary>The word that repeats the high time.</summary>
    /// <param name="type">The type of a TIME_HIGH word.</param>
    public readonly ushort Word(uint type) => (ushort)((type << bits) | ((uint)high & ((1u << bits) - 1)));

    /// <summary>Carries the high time.</summary>
    public void Carry(ReaderState state)
    {
        state.Carry(ref high);
        state.Carry(ref known);
    }

    /// <summary>Takes the payload of a TIME_HIGH word.</summary>
    /// <param name="payload">The word without its type.</param>
    public void Set(uint payload)
    {
        long range = 1L << bits;
        long within = payload & (range - 1);
        long wraps = high & ~(range - 1);
        long before = high & (range - 1);
        long turn = !Known ? 0 : before - within > range / 2 ? range : within - before > range / 2 && wraps > 0 ? -range : 0;
        high = wraps + within + turn;
        Known = true;
    }

    /// <summary>
    /// The next TIME_HIGH payload on the way to a time; for writers. Long silences need several, so that a reader sees every wrap.
    /// </summary>
    /// <param name="t">The time to reach, in microseconds, at least 0.</param>
    /// <param name="payload">The payload to write.</param>
    /// <returns>False where no way leads back to the time.</returns>
    public bool Step(long t, out uint payload)
    {
        long range = 1L << bits;
        long goal = t >> shift;
        long next = !Known ? Math.Min(goal, range - 1) : Math.Min(goal, high + (range / 4));
        payload = (uint)(next & (range - 1));
        HighTime reader = this;
        reader.Set(payload);
        bool reaches = reader.high == next;
        this = reader;
        return reaches;
    }
}
