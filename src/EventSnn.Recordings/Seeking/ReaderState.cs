namespace EventSnn.Recordings.Seeking;

/// <summary>
/// Carries what a reader must know to go on from a place, out of it or back into it: one method of a reader names its fields, for
/// both ways.
/// </summary>
internal sealed class ReaderState
{
    private readonly List<long> values;
    private int next;

    /// <summary>An empty state, to be filled by a reader.</summary>
    public ReaderState() => values = [];

    /// <summary>A state that goes back into a reader.</summary>
    /// <param name="saved">What <see cref="ToArray"/> gave.</param>
    public ReaderState(IEnumerable<long> saved) => (values, IsRestoring) = ([.. saved], true);

    /// <summary>True where values go back into the reader.</summary>
    public bool IsRestoring { get; }

    /// <summary>Carries a number.</summary>
    public void Carry(ref long field)
    {
        if (!IsRestoring)
        {
            values.Add(field);
            return;
        }

        field = next < values.Count ? values[next++] : throw new InvalidOperationException("An index state with too few values.");
    }

    /// <summary>Carries a number.</summary>
    public void Carry(ref int field)
    {
        long wide = field;
        Carry(ref wide);
        field = (int)wide;
    }

    /// <summary>Carries bits.</summary>
    public void Carry(ref ulong field)
    {
        long same = (long)field;
        Carry(ref same);
        field = (ulong)same;
    }

    /// <summary>Carries a flag.</summary>
    public void Carry(ref bool field)
    {
        long number = field ? 1 : 0;
        Carry(ref number);
        field = number != 0;
    }

    /// <summary>The values, for keeping.</summary>
    public long[] ToArray() => [.. values];
}
