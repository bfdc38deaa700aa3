using EventSnn.Events.Batches;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Ahead;

/// <summary>A run of whole records of a file, decoded apart from the reader.</summary>
/// <param name="own">Columns of its own.</param>
internal abstract class Chunk(EventBatch own)
{
    private volatile bool isDone;

    /// <summary>Columns of its own; they change places with those of a batch that is filled.</summary>
    public EventBatch Own { get; } = own;

    /// <summary>Where its events were decoded to: its own columns, or those of the caller.</summary>
    public EventBatch Events { get; set; } = own;

    /// <summary>The columns of the whole recording that <see cref="Events"/> are part of; null where they are not.</summary>
    public WholeColumns? Whole { get; set; }

    /// <summary>Index of its first event there.</summary>
    public int Place { get; set; }

    /// <summary>Offset of its first byte in the file.</summary>
    public long Position { get; set; }

    /// <summary>Its bytes.</summary>
    public int Length { get; set; }

    /// <summary>It cannot hold more events than this.</summary>
    public int MostEvents { get; set; }

    /// <summary>Bytes in front of it that are needed to guess what was before.</summary>
    public int LookBack { get; set; }

    /// <summary>What is known of its events, where there is one.</summary>
    public ColumnFacts Facts { get; set; }

    /// <summary>Records of it that gave no event.</summary>
    public long Passed { get; set; }

    /// <summary>Events of it that were handed on.</summary>
    public int Taken { get; set; }

    /// <summary>Whether the reader has said what it knows, so that nothing is guessed.</summary>
    public bool IsSettled { get; set; }

    /// <summary>Whether its bytes could not be read.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Whether its columns were last used by the helper, so that they are in the cache of that core.</summary>
    public bool IsOfHelper { get; set; }

    /// <summary>Whether somebody else has decoded its bytes meanwhile.</summary>
    public bool IsOvertaken { get; set; }

    /// <summary>Whether it is decoded.</summary>
    public bool IsDone
    {
        get => isDone;
        set => isDone = value;
    }

    /// <summary>Makes it ready for another place.</summary>
    public virtual void Clear()
    {
        Events = Own;
        Whole = null;
        Length = LookBack = Taken = 0;
        Passed = 0;
        IsSettled = HasFailed = IsOvertaken = IsDone = false;
    }

    /// <summary>Takes the place of another chunk.</summary>
    /// <param name="other">A chunk of the same format that was planned.</param>
    public virtual void TakePlace(Chunk other) => (Position, Length, LookBack, MostEvents) = (other.Position, other.Length, other.LookBack, other.MostEvents);
}
