using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Seeking;

/// <summary>What a reader has for a range of time: the selection of its events, and the index that is used or gathered for it.</summary>
internal sealed class RangeFinder
{
    private readonly RecordingSource source;
    private readonly string format;
    private readonly IndexKey? key;

    private RangeFinder(RecordingSource source, string format, bool hasTimeTable)
    {
        this.source = source;
        this.format = format;
        ReadOptions options = source.Options;
        TimeIndex? index = null;
        bool mayIndex = options.IndexFolder is not null && source.File is not null && source.Window.ContentLength >= TimeIndexFolder.ShortestFile && !hasTimeTable;
        if (mayIndex)
        {
            key = IndexKey.Of(source.Name, source.File!, format, options);
            index = TimeIndexFolder.Load(options.IndexFolder!, key);
            KnownExtent = index is null ? null : (index.LargestX, index.LargestY);
        }

        if (options is { From: null, To: null })
        {
            return;
        }

        // A strict reader must come past every fault.
        index = index is { Warnings: > 0 } && options.Strict ? null : index;
        Selection = new RangeSelection(options.From, options.To, index, mayIndex && index is null ? new TimeIndexBuilder() : null);
        Use = hasTimeTable ? TimeIndexUse.FileTable : index is not null ? TimeIndexUse.Kept : TimeIndexUse.None;
    }

    /// <summary>Selects the events of the range; null where all are wanted.</summary>
    public RangeSelection? Selection { get; }

    /// <summary>The largest coordinates of the whole recording, where an index tells them.</summary>
    public (int X, int Y)? KnownExtent { get; }

    /// <summary>How the events of the range are found.</summary>
    public TimeIndexUse Use { get; private set; }

    /// <summary>Why an index could not be kept; null where it was, or none was wanted.</summary>
    public string? Fault { get; private set; }

    /// <summary>Looks for an index where a range of time is wanted.</summary>
    /// <param name="source">The recording.</param>
    /// <param name="format">What it is read as.</param>
    /// <param name="hasTimeTable">Whether the file itself tells where its events lie in time.</param>
    /// <returns>Null where neither a range nor an index is asked for.</returns>
    public static RangeFinder? For(RecordingSource source, string format, bool hasTimeTable) =>
        source.Options is { From: null, To: null, IndexFolder: null } ? null : new RangeFinder(source, format, hasTimeTable);

    /// <summary>Keeps the index of a recording that has been read to its end, unless the file has changed meanwhile.</summary>
    /// <param name="warnings">Faults that were passed over.</param>
    public void KeepIndex(long warnings)
    {
        if (key is null || Selection?.Gathered(warnings) is not { } index)
        {
            return;
        }

        Fault = IndexKey.Of(source.Name, source.File!, format, source.Options) == key
            ? TimeIndexFolder.Keep(source.Options.IndexFolder!, key, index)
            : "the file has changed while it was read";
        Use = Fault is null ? TimeIndexUse.Built : TimeIndexUse.NotKept;
    }
}
