namespace EventSnn.Recordings.Seeking;

/// <summary>How a reader found the events of a time range.</summary>
public enum TimeIndexUse
{
    /// <summary>By reading everything, or no range was asked for.</summary>
    None,

    /// <summary>By the table of packets in the file (AEDAT 4).</summary>
    FileTable,

    /// <summary>By an index that an earlier reader had kept.</summary>
    Kept,

    /// <summary>By reading everything; an index was kept for the next time.</summary>
    Built,

    /// <summary>By reading everything; an index could not be kept.</summary>
    NotKept,
}
