using EventSnn.Events.Batches;
using EventSnn.Recordings.Ahead;

namespace EventSnn.Recordings.Aedat4;

/// <summary>A run of whole AEDAT 4 packets.</summary>
/// <param name="own">Columns of its own.</param>
internal sealed class GroupChunk(EventBatch own) : Chunk(own)
{
    /// <summary>Packets with events: where each begins in the file, and the bytes of its body.</summary>
    public List<(long At, int Size)> Packets { get; } = [];

    /// <summary>The streams of packets that are passed over.</summary>
    public List<int> Others { get; } = [];

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        Packets.Clear();
        Others.Clear();
    }

    /// <inheritdoc/>
    public override void TakePlace(Chunk other)
    {
        base.TakePlace(other);
        GroupChunk same = (GroupChunk)other;
        Packets.AddRange(same.Packets);
        Others.AddRange(same.Others);
    }
}
