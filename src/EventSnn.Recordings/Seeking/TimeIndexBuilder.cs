using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Seeking;

/// <summary>Gathers an index while a recording is read through. Where blocks become too many, neighbours are joined two by two.</summary>
internal sealed class TimeIndexBuilder
{
    private const long SmallestBlock = 32 * 1024;
    private readonly List<IndexBlock> blocks = [];
    private long blockEvents = SmallestBlock;
    private long events;
    private int largestX;
    private int largestY;

    /// <summary>Whether the next event should begin a block.</summary>
    public bool WantsState => blocks.Count == 0 || events - blocks[^1].FirstEvent >= blockEvents;

    /// <summary>Begins a block.</summary>
    /// <param name="state">The reader's state in front of the next event.</param>
    public void Begin(long[] state)
    {
        if (blocks.Count > 0 && blocks[^1].FirstEvent == events)
        {
            return;
        }

        if (blocks.Count == TimeIndex.MaximumBlocks)
        {
            Join();
        }

        blocks.Add(new IndexBlock(events, long.MaxValue, long.MinValue, state));
    }

    /// <summary>Counts decoded events.</summary>
    /// <param name="t">Their times; at least one.</param>
    public void Add(ReadOnlySpan<long> t)
    {
        long smallest = t[0];
        long largest = t[^1];
        if (BackwardScan.First(t, 1) < t.Length)
        {
            foreach (long time in t)
            {
                smallest = Math.Min(smallest, time);
                largest = Math.Max(largest, time);
            }
        }

        IndexBlock last = blocks[^1];
        blocks[^1] = last with { Smallest = Math.Min(last.Smallest, smallest), Largest = Math.Max(last.Largest, largest) };
        events += t.Length;
    }

    /// <summary>Takes the largest coordinates of delivered events.</summary>
    public void Extend(int x, int y) => (largestX, largestY) = (Math.Max(largestX, x), Math.Max(largestY, y));

    /// <summary>The index of the recording that has been read through.</summary>
    /// <param name="firstTime">Time of its first delivered event.</param>
    /// <param name="warnings">Faults that were passed over.</param>
    public TimeIndex Finish(long firstTime, long warnings) => new(firstTime, events, warnings, largestX, largestY, blocks);

    private void Join()
    {
        int kept = 0;
        for (int i = 0; i < blocks.Count; i += 2)
        {
            IndexBlock a = blocks[i];
            IndexBlock b = i + 1 < blocks.Count ? blocks[i + 1] : a;
            blocks[kept++] = a with { Smallest = Math.Min(a.Smallest, b.Smallest), Largest = Math.Max(a.Largest, b.Largest) };
        }

        blocks.RemoveRange(kept, blocks.Count - kept);
        blockEvents *= 2;
    }
}
