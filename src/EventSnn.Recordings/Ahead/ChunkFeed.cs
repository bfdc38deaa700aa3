using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Bytes;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Ahead;

/// <summary>What a reader sees of chunks that are decoded apart from it: whether there are any, and a batch filled from the next one.</summary>
/// <param name="format">What decodes them; null where the reader decodes everything itself.</param>
/// <param name="source">The file.</param>
internal sealed class ChunkFeed(IChunkFormat? format, RecordingSource source) : IDisposable
{
    private ChunksAhead? chunks;
    private bool asked;
    private Chunk? taken;

    /// <summary>Whether there are chunks.</summary>
    public bool IsOn => chunks is not null;

    /// <summary>Fills a batch from the next chunk.</summary>
    /// <param name="batch">The batch, empty.</param>
    /// <param name="gathered">Receives what is known of its events, where that is so.</param>
    /// <param name="gatheredCount">Receives for how many of them.</param>
    /// <returns>False where the reader itself must go on.</returns>
    public bool Take(EventBatch batch, ref ColumnFacts gathered, ref int gatheredCount)
    {
        if (Begin(batch.Capacity) is not { } ahead)
        {
            return false;
        }

        if (taken is null)
        {
            if (ahead.Take(batch) is not { } chunk)
            {
                return false;
            }

            if (chunk.HasFailed || !Accept(ahead, chunk))
            {
                // The file was cut, cannot be read any more or is odd there: the reader meets that itself.
                ahead.Forget(chunk);
                if (!format!.MayGoOnBehind(chunk))
                {
                    ahead.Dispose();
                    chunks = null;
                }

                batch.Clear();
                return false;
            }

            taken = chunk;
        }

        if (Deliver(ahead, taken, batch))
        {
            gathered = taken.Facts;
            gatheredCount = batch.Count;
        }

        if (taken.Taken == taken.Events.Count || ReferenceEquals(taken.Events, batch))
        {
            ahead.Release(taken);
            taken = null;
        }

        return true;
    }

    /// <summary>
    /// Has chunks decoded straight into the columns of a whole recording; from now on every batch that is read into must be the next part of them.
    /// </summary>
    /// <param name="block">The columns.</param>
    /// <param name="from">Index of the next event.</param>
    /// <param name="step">Events in the batches.</param>
    /// <param name="most">No more events than this can be left.</param>
    /// <returns>False where the reader decodes in its usual way.</returns>
    public bool ReadInto(ColumnBlock block, int from, int step, long most)
    {
        if (Begin(step) is not { } ahead || taken is not null || most > block.Capacity - from - step || !ahead.MayHelp)
        {
            return false;
        }

        ahead.Whole = new WholeColumns(block, from);
        return true;
    }

    /// <summary>The columns change: chunks that stand there already are copied from there.</summary>
    public void EndReadInto()
    {
        if (chunks is not null)
        {
            chunks.Whole = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => chunks?.Dispose();

    private ChunksAhead? Begin(int capacity)
    {
        if (!asked)
        {
            asked = true;
            ReadOptions options = source.Options;
            if (format is not null && source.File is { } file && !options.Live && source.Window.ContentLength >= options.ChunksFrom
                && capacity >= options.ChunkBatchFrom && capacity <= ChunksAhead.LargestBatch)
            {
                chunks = new ChunksAhead(format, file, capacity, options.WorkAhead, options.HelperDecodesAll);
            }
        }

        return chunks;
    }

    private bool Accept(ChunksAhead ahead, Chunk chunk)
    {
        if (!format!.Accept(chunk))
        {
            ahead.Redo(chunk);
            if (chunk.HasFailed || !format.Accept(chunk))
            {
                return false;
            }
        }

        source.Window.Skip(chunk.Length);
        return true;
    }

    /// <summary>Brings a chunk's events into a batch.</summary>
    /// <returns>Whether the batch holds the whole chunk and nothing else, so that its facts are the batch's.</returns>
    private static bool Deliver(ChunksAhead ahead, Chunk chunk, EventBatch batch)
    {
        if (ReferenceEquals(chunk.Events, batch))
        {
            return true;
        }

        if (chunk.Whole is not null && ReferenceEquals(chunk.Whole, ahead.Whole))
        {
            // It stands in the caller's columns already; where records before it were no events, a little too far behind.
            if (Unsafe.AreSame(ref MemoryMarshal.GetReference(chunk.Events.Timestamps), ref MemoryMarshal.GetReference(batch.GetFreeColumns().Timestamps)))
            {
                batch.Advance(chunk.Events.Count);
            }
            else
            {
                batch.Append(chunk.Events);
            }

            chunk.Taken = chunk.Events.Count;
            return true;
        }

        if (chunk.Taken == 0 && ahead.CanExchange(batch))
        {
            ahead.Exchange(chunk, batch);
            chunk.Taken = chunk.Events.Count;
            return true;
        }

        chunk.Taken += batch.Append(chunk.Events, chunk.Taken);
        return false;
    }
}
