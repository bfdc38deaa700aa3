using EventSnn.Events.Batches;

namespace EventSnn.Recordings.Ahead;

/// <summary>
/// What a reader must be able to do so that runs of its file are decoded apart from it, on two cores. Only what is plain is decoded so: where a
/// file is cut, damaged or odd, <see cref="Plan"/> ends and the reader itself goes on, so that every fault is found and told in one place.
/// </summary>
internal interface IChunkFormat
{
    /// <summary>The most bytes that a chunk needs.</summary>
    /// <param name="records">Events that it may hold.</param>
    int MostBytes(int records);

    /// <summary>Makes a chunk, to be used again and again.</summary>
    /// <param name="events">Where its events go.</param>
    Chunk Create(EventBatch events);

    /// <summary>Begins to plan where the reader stands. Nothing is planned or under way.</summary>
    void Replan();

    /// <summary>Says where the next chunk lies, in the order of the file. Called by one thread at a time, but by any.</summary>
    /// <param name="chunk">Gets its place.</param>
    /// <returns>False where what comes next is for the reader itself.</returns>
    bool Plan(Chunk chunk);

    /// <summary>Tells a chunk what the reader knows; all before it has been accepted.</summary>
    void Settle(Chunk chunk);

    /// <summary>Decodes a chunk. On any thread; looks at nothing of the reader that changes while it reads, except what it publishes for guesses.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="bytes">The bytes that were asked for.</param>
    /// <param name="to">Where the events go; empty.</param>
    void Decode(Chunk chunk, ReadOnlySpan<byte> bytes, EventBatch to);

    /// <summary>Takes a chunk over, on the reader's thread and in the order of the file: counts, and moves behind it.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <returns>False where it was decoded with a guess that was wrong.</returns>
    bool Accept(Chunk chunk);

    /// <summary>Learns from a chunk that could not be decoded or taken over. Nobody plans meanwhile.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <returns>Whether chunks may go on behind what the reader itself decodes now; else it decodes the rest.</returns>
    bool MayGoOnBehind(Chunk chunk) => false;
}
