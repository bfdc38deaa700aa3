using EventSnn.Events.Batches;

namespace EventSnn.Recordings.Conversion;

/// <summary>Puts the events of a recording in order of time; equal times keep their order. Holds all events in memory.</summary>
/// <param name="name">The recording, for errors.</param>
internal sealed class EventSorter(string name)
{
    private const int Limit = 50_000_000;
    private readonly List<long> t = [];
    private readonly List<ushort> x = [];
    private readonly List<ushort> y = [];
    private readonly List<byte> p = [];

    /// <summary>Adds events.</summary>
    public void Add(EventBatch batch)
    {
        if (t.Count + batch.Count > Limit)
        {
            throw new RecordingException(name, null, $"at most {Limit} events to sort", "more", "Convert it in pieces with --from and --to.");
        }

        t.AddRange(batch.Timestamps);
        x.AddRange(batch.X);
        y.AddRange(batch.Y);
        p.AddRange(batch.Polarities);
    }

    /// <summary>Gives the events out in order.</summary>
    /// <param name="batch">Is filled again for every number that the enumeration yields.</param>
    /// <returns>The number of events in the batch, again and again until all are given out.</returns>
    public IEnumerable<int> Take(EventBatch batch)
    {
        int[] order = new int[t.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        // Ties by index keep the order of equal times.
        Array.Sort(order, (a, b) => t[a] != t[b] ? t[a].CompareTo(t[b]) : a.CompareTo(b));
        batch.Clear();
        foreach (int i in order)
        {
            batch.Add(t[i], x[i], y[i], p[i]);
            if (batch.Free == 0)
            {
                yield return batch.Count;
                batch.Clear();
            }
        }

        if (batch.Count > 0)
        {
            yield return batch.Count;
        }
    }
}
