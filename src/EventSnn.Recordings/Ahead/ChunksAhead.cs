using EventSnn.Events.Batches;
using Microsoft.Win32.SafeHandles;

namespace EventSnn.Recordings.Ahead;

/// <summary>
/// Decodes one file on two cores: the reader's own thread and a helper each read and decode whole chunks; they are handed on in the order of
/// the file. A reader whose caller does nothing else decodes every other chunk itself, one whose caller is busy finds chunks ready. The helper is
/// never more than a few chunks ahead, so that memory is constant and columns stay in the second-level caches.
/// </summary>
internal sealed class ChunksAhead : IDisposable
{
    /// <summary>Shorter files are read by the reader alone: a thread takes a tenth of a millisecond to start.</summary>
    public const long ShortestFile = 4 * 1024 * 1024;

    /// <summary>In smaller batches, handing over would take a good part of the time.</summary>
    public const int SmallestBatch = 4096;

    /// <summary>In larger batches, chunks would not stay in the second-level cache.</summary>
    public const int LargestBatch = 32768;

    /// <summary>Chunks that are planned, decoded or ready at a time.</summary>
    private const int Most = 6;

    /// <summary>The helper begins with this chunk: many readers only look at the beginning of a file.</summary>
    private const int HelpFrom = 3;

    /// <summary>Turns of waiting for the helper before the thread sleeps; about 20 microseconds.</summary>
    private const int Turns = 150;

    /// <summary>Milliseconds after which a chunk of the helper is decoded here as well: its core is busy with something else.</summary>
    private const int Patience = 2;

    private static readonly EventBatchPool UsualPool = new(EventBatchPool.DefaultCapacity, 16);

    private readonly object gate = new();
    private readonly IChunkFormat format;
    private readonly SafeFileHandle file;
    private readonly int capacity;
    private readonly bool mayHelp;
    private readonly bool helperDecodesAll;
    private readonly ChunkStock stock;
    private readonly Chunk?[] planned = new Chunk?[Most];
    private readonly ChunkBuffer buffer;
    private int first;
    private int count;
    private long taken;
    private bool asked;
    private bool planEnded;
    private bool stop;
    private bool helperSleeps;
    private bool heldIsOfHelper;
    private Thread? helper;
    private WholeColumns? whole;

    /// <summary>Begins where the reader stands.</summary>
    /// <param name="format">The reader.</param>
    /// <param name="file">Its file, from which both threads read.</param>
    /// <param name="capacity">Events in its batches.</param>
    /// <param name="mayHelp">Whether a second core may be used.</param>
    /// <param name="helperDecodesAll">Whether the helper decodes every chunk; for tests.</param>
    public ChunksAhead(IChunkFormat format, SafeFileHandle file, int capacity, bool mayHelp, bool helperDecodesAll)
    {
        this.format = format;
        this.file = file;
        this.capacity = capacity;
        this.mayHelp = mayHelp && Environment.ProcessorCount > 1;
        this.helperDecodesAll = helperDecodesAll;
        stock = new ChunkStock(format, capacity == EventBatchPool.DefaultCapacity ? UsualPool : new EventBatchPool(capacity, 0), 2 * Most);
        buffer = new ChunkBuffer(format.MostBytes(capacity));
        format.Replan();
    }

    /// <summary>Whether a second core is used.</summary>
    public bool MayHelp => mayHelp || helperDecodesAll;

    /// <summary>Columns that the chunks are decoded into from now on; null for their own. There must be room for as many events as there are records.</summary>
    public WholeColumns? Whole
    {
        get => whole;
        set
        {
            lock (gate)
            {
                whole = value;
            }
        }
    }

    /// <summary>Gives the next chunk, decoded; the caller releases it.</summary>
    /// <param name="target">Where the events are wanted; they are decoded there where that saves a copy.</param>
    /// <returns>Null where the reader itself must go on.</returns>
    public Chunk? Take(EventBatch target)
    {
        bool direct = !CanExchange(target) && target.Free >= capacity;
        if (helperDecodesAll)
        {
            return TakeFromHelper(target);
        }

        if (mayHelp && !asked && (taken++ == HelpFrom || whole is not null))
        {
            asked = true;
            helper = HelperThreads.Start(Help);
        }

        while (true)
        {
            Chunk? work;
            Chunk oldest;
            lock (gate)
            {
                if (count > 0 && planned[first]!.IsDone)
                {
                    return Dequeue();
                }

                if (count == 0)
                {
                    Restart(target);
                }

                work = Claim(ofHelper: false);
                if (count == 0)
                {
                    return null;
                }

                oldest = planned[first]!;
            }

            if (work is null)
            {
                work = Await(oldest);
                oldest = work ?? oldest;
            }

            if (work is not null)
            {
                if (ReferenceEquals(work, oldest))
                {
                    format.Settle(work);
                    work.Events = direct ? target : work.Events;
                }

                Run(work, buffer);
                work.IsDone = true;
            }
        }
    }

    /// <summary>Decodes a chunk again, with what the reader knows.</summary>
    public void Redo(Chunk chunk)
    {
        format.Settle(chunk);
        Run(chunk, buffer);
    }

    /// <summary>Whether the caller's batch can get the events of a chunk without a copy.</summary>
    public bool CanExchange(EventBatch batch) => batch.CanExchange && batch.Capacity == capacity;

    /// <summary>Changes the columns of a chunk with those of the caller's batch.</summary>
    public void Exchange(Chunk chunk, EventBatch batch)
    {
        batch.Exchange(chunk.Own);
        (heldIsOfHelper, chunk.IsOfHelper) = (chunk.IsOfHelper, heldIsOfHelper);
    }

    /// <summary>Gives a chunk back.</summary>
    public void Release(Chunk chunk)
    {
        lock (gate)
        {
            stock.Give(chunk);
        }
    }

    /// <summary>Forgets a chunk that was not taken over and all that was planned behind it: the reader itself goes on there.</summary>
    public void Forget(Chunk chunk)
    {
        lock (gate)
        {
            stock.Give(chunk);
            planEnded = true;
            while (count > 0)
            {
                while (!planned[first]!.IsDone)
                {
                    Monitor.Wait(gate);
                }

                stock.Give(Dequeue());
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            stop = true;
            Monitor.PulseAll(gate);
        }

        helper?.Join();
        helper = null;
        stock.Dispose();
        buffer.Dispose();
    }

    /// <summary>All that was planned has been handed on: what comes next is decoded behind it, also where the reader itself went on meanwhile.</summary>
    private void Restart(EventBatch target)
    {
        if (whole is not null)
        {
            whole.NextPlace = whole.IndexOf(target);
        }

        if (planEnded)
        {
            format.Replan();
            planEnded = false;
        }
    }

    private Chunk? TakeFromHelper(EventBatch target)
    {
        if (helper is null)
        {
            helper = HelperThreads.Start(Help, always: true);
        }

        lock (gate)
        {
            if (count == 0)
            {
                Restart(target);
                Monitor.PulseAll(gate);
            }

            while (!(count > 0 ? planned[first]!.IsDone : planEnded))
            {
                Monitor.Wait(gate);
            }

            return count > 0 ? Dequeue() : null;
        }
    }

    private void Help()
    {
        using ChunkBuffer bytes = new(format.MostBytes(capacity));
        while (NextForHelper() is { } work)
        {
            Run(work, bytes);
            lock (gate)
            {
                work.IsDone = true;
                if (work.IsOvertaken)
                {
                    stock.Give(work);
                }

                Monitor.PulseAll(gate);
            }
        }
    }

    private Chunk? NextForHelper()
    {
        for (int turn = 0; turn < Turns && Volatile.Read(ref count) == Most; turn++)
        {
            Thread.SpinWait(4);
        }

        lock (gate)
        {
            while (!stop)
            {
                if (Claim(ofHelper: true) is { } work)
                {
                    return work;
                }

                helperSleeps = true;
                Monitor.Wait(gate);
                helperSleeps = false;
            }

            return null;
        }
    }

    /// <summary>Plans one more chunk, where there is room for one.</summary>
    private Chunk? Claim(bool ofHelper)
    {
        if (count == Most || planEnded)
        {
            return null;
        }

        Chunk chunk = stock.Take(ofHelper);
        if (!TryPlan(chunk))
        {
            planEnded = true;
            stock.Give(chunk);
            Monitor.PulseAll(gate);
            return null;
        }

        if (whole is not null)
        {
            chunk.Whole = whole;
            chunk.Place = whole.NextPlace;
            chunk.Events = whole.Block.Batch(chunk.Place, chunk.MostEvents);
            whole.NextPlace += chunk.MostEvents;
        }

        planned[(first + count) % Most] = chunk;
        count++;
        return chunk;
    }

    private bool TryPlan(Chunk chunk)
    {
        try
        {
            return format.Plan(chunk);
        }
        catch (IOException)
        {
            return false; // the reader meets it again, and tells
        }
    }

    private Chunk Dequeue()
    {
        Chunk chunk = planned[first]!;
        planned[first] = null;
        first = (first + 1) % Most;
        count--;
        if (helperSleeps && count <= Most / 2 && !planEnded)
        {
            Monitor.PulseAll(gate);
        }

        return chunk;
    }

    /// <summary>Waits for a chunk of the helper.</summary>
    /// <returns>The chunk that takes its place, where that took too long; to be decoded here.</returns>
    private Chunk? Await(Chunk chunk)
    {
        for (int turn = 0; turn < Turns && !chunk.IsDone; turn++)
        {
            Thread.SpinWait(4);
        }

        lock (gate)
        {
            // In the columns of a whole recording two must not write to one place.
            while (!chunk.IsDone)
            {
                if (!Monitor.Wait(gate, Patience) && !chunk.IsDone && chunk.Whole is null)
                {
                    Chunk instead = stock.Take(ofHelper: false);
                    instead.TakePlace(chunk);
                    chunk.IsOvertaken = true;
                    planned[first] = instead;
                    return instead;
                }
            }
        }

        return null;
    }

    private void Run(Chunk chunk, ChunkBuffer bytes)
    {
        try
        {
            chunk.Events.Clear();
            chunk.HasFailed = !bytes.Read(file, chunk.Position - chunk.LookBack, chunk.Length + chunk.LookBack, out ReadOnlySpan<byte> read);
            if (!chunk.HasFailed)
            {
                chunk.Whole?.Provide(chunk.Place, chunk.MostEvents);
                format.Decode(chunk, read, chunk.Events);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            chunk.HasFailed = true; // the reader meets it again, and tells
        }
    }
}
