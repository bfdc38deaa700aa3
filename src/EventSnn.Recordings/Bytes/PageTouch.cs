namespace EventSnn.Recordings.Bytes;

/// <summary>
/// Makes the kernel provide the pages of large fresh columns on another core, a little ahead of the decoder that fills them: clearing
/// them takes longer than decoding. Only a little, so that columns that were allocated too long cost no memory, and that what was
/// just cleared is still in a cache. Not where the collector gives memory again whose pages are there: two cores would fight for it. Without effect on a single core, on other systems and on old kernels.
/// </summary>
internal sealed class PageTouch : IDisposable
{
    /// <summary>Events whose pages are provided at a time: 2 MiB of times.</summary>
    private const int Stride = 1 << 18;

    /// <summary>Events that it may be ahead of the decoder.</summary>
    private const int Lead = 4 * Stride;
    private readonly object gate = new();
    private int reached;
    private bool stop;
    private Thread? running;

    /// <summary>Begins, where the columns are large.</summary>
    /// <param name="block">The columns.</param>
    /// <param name="from">Index of the first event that is still to come.</param>
    public void Start(ColumnBlock block, int from)
    {
        if (Environment.ProcessorCount == 1 || !block.IsPinned || block.Capacity - from <= Stride || block.IsProvided)
        {
            return;
        }

        stop = false;
        reached = from;

        // A thread of its own: where a process has not used the thread pool yet, its first task begins ten milliseconds late.
        running = new Thread(() =>
        {
            for (int at = from; at < block.Capacity && IsWanted(at); at += Stride)
            {
                if (!block.Populate(at, Math.Min(Stride, block.Capacity - at)))
                {
                    return;
                }
            }
        })
        {
            IsBackground = true,
        };
        running.Start();
    }

    /// <summary>Tells how far the decoder is.</summary>
    /// <param name="count">Index of the next event.</param>
    public void Reach(int count)
    {
        lock (gate)
        {
            reached = count;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Ends it; afterwards the columns may be dropped.</summary>
    public void Stop()
    {
        lock (gate)
        {
            stop = true;
            Monitor.Pulse(gate);
        }

        running?.Join();
        running = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    /// <summary>Waits until the decoder comes near; false where it has ended.</summary>
    private bool IsWanted(int at)
    {
        lock (gate)
        {
            while (!stop && at - reached > Lead)
            {
                Monitor.Wait(gate);
            }

            return !stop;
        }
    }
}
