using EventSnn.Events.Batches;
using EventSnn.Recordings.Ahead;

namespace EventSnn.Recordings.Aedat3;

/// <summary>A run of AEDAT 3.1 packets, the first and the last perhaps in part.</summary>
/// <param name="own">Columns of its own.</param>
internal sealed class PacketChunk(EventBatch own) : Chunk(own)
{
    /// <summary>Polarity events: offset of the first in the chunk, how many, and the wraps of their time.</summary>
    public List<(int Offset, int Count, int Overflow)> Runs { get; } = [];

    /// <summary>Items of other kinds.</summary>
    public List<(string Name, int Count)> Others { get; } = [];

    /// <summary>Where the reader stands behind it.</summary>
    public PacketPlace After { get; set; }

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        Runs.Clear();
        Others.Clear();
    }

    /// <inheritdoc/>
    public override void TakePlace(Chunk other)
    {
        base.TakePlace(other);
        PacketChunk same = (PacketChunk)other;
        Runs.AddRange(same.Runs);
        Others.AddRange(same.Others);
        After = same.After;
    }
}
