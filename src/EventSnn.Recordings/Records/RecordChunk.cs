using EventSnn.Events.Batches;
using EventSnn.Recordings.Ahead;

namespace EventSnn.Recordings.Records;

/// <summary>A run of records of one size.</summary>
/// <param name="own">Columns of its own.</param>
internal sealed class RecordChunk(EventBatch own) : Chunk(own)
{
    /// <summary>What was added to its times.</summary>
    public long Epoch { get; set; }
}
