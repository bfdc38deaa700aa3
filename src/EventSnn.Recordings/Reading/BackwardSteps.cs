namespace EventSnn.Recordings.Reading;

/// <summary>Steps back in time among some events.</summary>
/// <param name="Count">How many.</param>
/// <param name="Largest">The largest, in microseconds.</param>
/// <param name="FirstAt">The time of the first event that lies before the one in front of it.</param>
internal readonly record struct BackwardSteps(long Count, long Largest, long FirstAt)
{
    /// <summary>Looks for them.</summary>
    /// <param name="t">The times of the events, at least one.</param>
    /// <param name="previous">The time of the event in front of them.</param>
    public static BackwardSteps Of(ReadOnlySpan<long> t, long previous)
    {
        BackwardSteps steps = t[0] < previous ? new BackwardSteps(1, previous - t[0], t[0]) : default;
        for (int i = BackwardScan.First(t, 1); i < t.Length; i = BackwardScan.First(t, i + 1))
        {
            steps = new BackwardSteps(steps.Count + 1, Math.Max(steps.Largest, t[i - 1] - t[i]), steps.Count == 0 ? t[i] : steps.FirstAt);
        }

        return steps;
    }
}
