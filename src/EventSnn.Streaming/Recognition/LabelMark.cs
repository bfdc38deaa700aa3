namespace EventSnn.Streaming.Recognition;

/// <summary>From this moment another label is in force, until the next mark.</summary>
/// <param name="Timestamp">Event time in microseconds from which it holds; null for at once (a person pressing a key).</param>
/// <param name="Class">The class, from 0; -1 where no label is in force from here on.</param>
public readonly record struct LabelMark(long? Timestamp, int Class)
{
    /// <summary>The value of <see cref="Class"/> where no label is in force.</summary>
    public const int None = -1;
}
