namespace EventSnn.Recordings.Compression.Lz4;

/// <summary>A block that is being decoded: where its bytes come from and go to. All of it is pinned memory.</summary>
/// <param name="from">The block.</param>
/// <param name="length">Its bytes.</param>
/// <param name="memory">Where the memory begins that is decoded into.</param>
/// <param name="oldest">Where the bytes begin that copies may come from.</param>
/// <param name="to">Where the decoded bytes go.</param>
/// <param name="room">How many they may be.</param>
internal unsafe struct Lz4Lane(byte* from, int length, byte* memory, byte* oldest, byte* to, int room)
{
    /// <summary>The next sequence.</summary>
    public byte* From = from;

    /// <summary>Where the next decoded byte goes.</summary>
    public byte* To = to;

    /// <summary>What is wrong with the block; null where nothing is.</summary>
    public string? Fault;

    /// <summary>The end of the block.</summary>
    public readonly byte* InputEnd = from + length;

    /// <summary>Where the memory begins that is decoded into; looking before it would be out of range.</summary>
    public readonly byte* Memory = memory;

    /// <summary>The oldest byte that a copy may come from.</summary>
    public readonly byte* Oldest = oldest;

    /// <summary>The end of the room for decoded bytes.</summary>
    public readonly byte* OutputEnd = to + room;

    /// <summary>True where the block is decoded, or cannot be.</summary>
    public readonly bool HasEnded => From >= InputEnd || Fault is not null;
}
