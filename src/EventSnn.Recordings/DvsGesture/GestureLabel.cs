namespace EventSnn.Recordings.DvsGesture;

/// <summary>One labelled gesture: the class that is in force from <see cref="Start"/> until just before <see cref="End"/>.</summary>
/// <param name="Class">0-based class; the files count from 1.</param>
/// <param name="Start">First microsecond of the gesture.</param>
/// <param name="End">First microsecond behind the gesture; not before the start.</param>
public readonly record struct GestureLabel(int Class, long Start, long End)
{
    /// <summary>Length in microseconds.</summary>
    public long Duration => End - Start;

    /// <summary>Tells whether a time lies in the gesture.</summary>
    /// <param name="t">Time in microseconds.</param>
    /// <returns>True where Start &lt;= t &lt; End.</returns>
    public bool Contains(long t) => t >= Start && t < End;
}
