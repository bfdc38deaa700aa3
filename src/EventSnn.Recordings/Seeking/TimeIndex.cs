namespace EventSnn.Recordings.Seeking;

/// <summary>Where the events of a recording lie in time: at most 2048 runs of events, each with its smallest and largest time.</summary>
/// <param name="FirstTime">Time of the first delivered event, in microseconds.</param>
/// <param name="Events">Events that the reader decodes in all.</param>
/// <param name="Warnings">Faults that a tolerant reader passes over.</param>
/// <param name="LargestX">The largest x.</param>
/// <param name="LargestY">The largest y.</param>
/// <param name="Blocks">The runs, in file order; at least one.</param>
internal sealed record TimeIndex(long FirstTime, long Events, long Warnings, int LargestX, int LargestY, IReadOnlyList<IndexBlock> Blocks)
{
    /// <summary>Blocks at most; the memory of an index does not depend on the length of its recording.</summary>
    public const int MaximumBlocks = 2048;
}
