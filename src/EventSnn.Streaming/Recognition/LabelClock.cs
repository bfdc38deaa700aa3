namespace EventSnn.Streaming.Recognition;

/// <summary>The label in force at any moment, from marks that may come from another thread (a person pressing a key).</summary>
internal sealed class LabelClock
{
    private readonly PriorityQueue<LabelMark, (long Time, long Order)> pending = new();
    private readonly Lock gate = new();
    private long order;

    /// <summary>The class in force; -1 for none.</summary>
    public int Class { get; private set; } = LabelMark.None;

    public void Add(LabelMark mark)
    {
        lock (gate)
        {
            pending.Enqueue(mark, (mark.Timestamp ?? long.MinValue, order++));
        }
    }

    /// <summary>Applies every mark that holds from a time on.</summary>
    /// <returns>True where one of them changed the label or began it anew.</returns>
    public bool AdvanceTo(long timestamp)
    {
        bool changed = false;
        lock (gate)
        {
            while (pending.TryPeek(out LabelMark next, out (long Time, long Order) due) && due.Time <= timestamp)
            {
                pending.Dequeue();
                changed |= next.Class != Class || next.Class != LabelMark.None;
                Class = next.Class;
            }
        }

        return changed;
    }
}
