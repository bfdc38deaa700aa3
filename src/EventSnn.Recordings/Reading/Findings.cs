namespace EventSnn.Recordings.Reading;

/// <summary>What a reader met besides good pixel events: faults that it passed over, and items of other kinds.</summary>
internal sealed class Findings
{
    private const int WarningLimit = 100;
    private readonly List<RecordingWarning> warnings = [];
    private readonly List<(string Name, long Count)> others = [];

    /// <summary>The first 100 faults.</summary>
    public IReadOnlyList<RecordingWarning> Warnings => warnings;

    /// <summary>All faults, also those beyond the first 100.</summary>
    public long WarningCount { get; private set; }

    /// <summary>Items of other kinds.</summary>
    public IReadOnlyList<OtherItems> OtherItems => [.. others.Select(o => new OtherItems(o.Name, o.Count))];

    /// <summary>Takes note of a fault.</summary>
    public void Warn(long offset, string expected, string found)
    {
        WarningCount++;
        if (warnings.Count < WarningLimit)
        {
            warnings.Add(new RecordingWarning(offset, expected, found));
        }
    }

    /// <summary>Counts items of another kind; without an allocation where the kind is known.</summary>
    public void CountOther(string name, long count)
    {
        for (int i = 0; i < others.Count; i++)
        {
            if (others[i].Name == name)
            {
                others[i] = (name, others[i].Count + count);
                return;
            }
        }

        others.Add((name, count));
    }
}
