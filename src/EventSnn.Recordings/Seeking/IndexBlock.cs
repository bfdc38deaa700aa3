namespace EventSnn.Recordings.Seeking;

/// <summary>A run of events in an index.</summary>
/// <param name="FirstEvent">How many events the reader decodes before it.</param>
/// <param name="Smallest">Its smallest time in microseconds.</param>
/// <param name="Largest">Its largest time in microseconds.</param>
/// <param name="State">What the reader must know to begin there.</param>
internal readonly record struct IndexBlock(long FirstEvent, long Smallest, long Largest, long[] State)
{
    /// <summary>Whether an event of the block can lie in a range.</summary>
    /// <param name="low">First time of the range.</param>
    /// <param name="high">First time behind the range.</param>
    public bool Meets(long low, long high) => Largest >= low && Smallest < high;
}
