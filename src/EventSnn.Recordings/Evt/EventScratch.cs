using EventSnn.Events.Batches;

namespace EventSnn.Recordings.Evt;

/// <summary>A few events that were decoded but did not fit their batch.</summary>
internal sealed class EventScratch
{
    /// <summary>Events that it holds.</summary>
    public const int Capacity = 64;

    private readonly long[] t = new long[Capacity];
    private readonly ushort[] x = new ushort[Capacity];
    private readonly ushort[] y = new ushort[Capacity];
    private readonly byte[] p = new byte[Capacity];
    private int start;
    private int end;

    /// <summary>True where nothing waits.</summary>
    public bool IsEmpty => start == end;

    /// <summary>The columns to decode into, while nothing waits.</summary>
    public EventColumns Columns => new(t, x, y, p);

    /// <summary>Says how many events were decoded.</summary>
    public void Set(int count) => (start, end) = (0, count);

    /// <summary>Moves as many events as fit into a batch.</summary>
    public void MoveTo(EventBatch batch)
    {
        int n = Math.Min(end - start, batch.Free);
        EventColumns to = batch.GetFreeColumns();
        t.AsSpan(start, n).CopyTo(to.Timestamps);
        x.AsSpan(start, n).CopyTo(to.X);
        y.AsSpan(start, n).CopyTo(to.Y);
        p.AsSpan(start, n).CopyTo(to.Polarities);
        batch.Advance(n);
        start += n;
    }
}
