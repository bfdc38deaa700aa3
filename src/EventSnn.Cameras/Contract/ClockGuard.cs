namespace EventSnn.Cameras.Contract;

/// <summary>Finds the places where a camera's clock was set back without a word: behind a reconnection, or in the middle of the stream.</summary>
internal sealed class ClockGuard(long thresholdMicroseconds)
{
    private long? last;
    private bool strict;

    /// <summary>The clock was told to start anew; any next time is right.</summary>
    public void Forget()
    {
        last = null;
        strict = false;
    }

    /// <summary>The connection is a new one: now any step back is a clock that started anew.</summary>
    public void Reconnected() => strict = true;

    /// <summary>Looks for the next reset.</summary>
    /// <param name="times">Times in microseconds.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="back">How far the clock went back.</param>
    /// <returns>The index of the first event behind the reset; the length where there is none.</returns>
    public int Find(ReadOnlySpan<long> times, int from, out long back)
    {
        long before = last ?? long.MinValue;
        long threshold = strict ? 0 : thresholdMicroseconds;
        for (int i = from; i < times.Length; i++)
        {
            long t = times[i];
            if (t < before && before - t > threshold)
            {
                back = before - t;
                last = t;
                strict = false;
                return i;
            }

            before = t;
            threshold = thresholdMicroseconds;
        }

        if (from < times.Length)
        {
            last = times[^1];
            strict = false;
        }

        back = 0;
        return times.Length;
    }
}
