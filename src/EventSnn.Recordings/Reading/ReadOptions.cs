using EventSnn.Events.Geometry;
using EventSnn.Recordings.Ahead;

namespace EventSnn.Recordings.Reading;

/// <summary>How a recording is read. The defaults read everything that can be read and tell about the rest in warnings.</summary>
public sealed record ReadOptions
{
    /// <summary>The defaults.</summary>
    public static ReadOptions Default { get; } = new();

    /// <summary>True: the first fault throws a <see cref="RecordingException"/>. False: faults become warnings and notices.</summary>
    public bool Strict { get; init; }

    /// <summary>The sensor, where the file does not tell it or tells it wrongly; events outside are passed over and counted.</summary>
    public SensorSize? Size { get; init; }

    /// <summary>Which event stream of a file with several (AEDAT 4): its number or its name; null for the first one.</summary>
    public string? Stream { get; init; }

    /// <summary>The format's name (see <see cref="Recording.FormatNames"/>), where detection by content and extension does not do; null to detect.</summary>
    public string? Format { get; init; }

    /// <summary>The chip that decides the bit layout of AEDAT 1 and 2 (<c>DVS128</c>, <c>DAVIS240</c>, <c>DAVIS346</c>, <c>DVS640</c>); null to take it from the header.</summary>
    public string? Chip { get; init; }

    /// <summary>Delivers AEDAT 3.1 events whose valid bit is 0, for hand-made files that never set it.</summary>
    public bool IgnoreValidBit { get; init; }

    /// <summary>
    /// For a socket or pipe that a camera writes to: a batch holds what has arrived, instead of waiting until it is full.
    /// <see cref="Format"/> must be given, since nothing is read ahead to find it.
    /// </summary>
    public bool Live { get; init; }

    /// <summary>Delivers only events from so many microseconds behind the first event on; null from the beginning.</summary>
    public long? From { get; init; }

    /// <summary>Delivers only events up to just before so many microseconds behind the first event; null to the end.</summary>
    public long? To { get; init; }

    /// <summary>
    /// Where indexes of recordings are kept, so that a range of time is found without reading all that comes before it;
    /// <see cref="Seeking.TimeIndexFolder.Default"/> is the user's cache folder. Null: nothing is kept, and only files with a table of
    /// their own (AEDAT 4) are read in part. An index is gathered when a range of a file of at least 1 MiB is read to its end.
    /// </summary>
    public string? IndexFolder { get; init; }

    /// <summary>
    /// Works ahead on another core, for plain files of some megabytes: runs of records (AEDAT 2, AEDAT 3.1, DAT, EVT 2) and of packets
    /// (AEDAT 4) are decoded there while the ones before are worked on. The events, faults and notices are the same.
    /// </summary>
    public bool WorkAhead { get; init; } = true;

    /// <summary>Files of so many bytes are decoded in chunks; tests want them short.</summary>
    internal long ChunksFrom { get; init; } = ChunksAhead.ShortestFile;

    /// <summary>Batches of so many events are filled by chunks; tests want them small.</summary>
    internal int ChunkBatchFrom { get; init; } = ChunksAhead.SmallestBatch;

    /// <summary>The helper decodes every chunk, whatever the machine: so a test knows that all were decoded with guesses.</summary>
    internal bool HelperDecodesAll { get; init; }
}
