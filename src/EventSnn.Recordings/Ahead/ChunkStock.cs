using EventSnn.Events.Batches;

namespace EventSnn.Recordings.Ahead;

/// <summary>
/// Chunks to be used again: each thread gets back those whose columns it wrote last and its cache may still hold, and the other's only where there are enough in
/// all. Not safe for concurrent use.
/// </summary>
/// <param name="format">Makes them.</param>
/// <param name="pool">Where their columns are from.</param>
/// <param name="enough">So many chunks in all.</param>
internal sealed class ChunkStock(IChunkFormat format, EventBatchPool pool, int enough) : IDisposable
{
    private readonly List<Chunk> all = [];
    private readonly Stack<Chunk> ofReader = new();
    private readonly Stack<Chunk> ofHelper = new();

    /// <summary>A cleared chunk.</summary>
    /// <param name="ofHelper">Whether the helper will decode it.</param>
    /// <returns>The chunk, to be given back.</returns>
    public Chunk Take(bool ofHelper)
    {
        (Stack<Chunk> near, Stack<Chunk> far) = ofHelper ? (this.ofHelper, ofReader) : (ofReader, this.ofHelper);
        if (!near.TryPop(out Chunk? chunk) && (all.Count < enough || !far.TryPop(out chunk)))
        {
            chunk = format.Create(pool.Rent());
            all.Add(chunk);
        }

        chunk.Clear();
        chunk.IsOfHelper = ofHelper;
        return chunk;
    }

    /// <summary>Takes a chunk back.</summary>
    public void Give(Chunk chunk) => (chunk.IsOfHelper ? ofHelper : ofReader).Push(chunk);

    /// <summary>Gives the columns of all chunks back to the pool.</summary>
    public void Dispose()
    {
        foreach (Chunk chunk in all)
        {
            chunk.Own.Dispose();
        }

        all.Clear();
    }
}
