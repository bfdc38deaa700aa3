namespace EventSnn.Recordings.Aedat4;

/// <summary>
/// Unpacks the next packets on another core while the consumer works on those before. Reused, without an allocation. Where no core is
/// free in time, the reader unpacks them itself.
/// </summary>
/// <param name="compression">How the file's packets are compressed.</param>
internal sealed class PacketsAhead(Aedat4Compression compression) : IThreadPoolWorkItem, IDisposable
{
    private const int Idle = 0;
    private const int Waiting = 1;
    private const int Running = 2;
    private readonly object gate = new();
    private PacketGroup group = new(compression);
    private byte[] source = [];
    private int length;
    private bool isStarted;
    private int state;

    /// <summary>True where packets can be handed over.</summary>
    public bool IsFree => !isStarted;

    /// <summary>The group to add packets to while <see cref="IsFree"/>.</summary>
    public PacketGroup Group => group;

    /// <summary>Begins to unpack <see cref="Group"/>.</summary>
    /// <param name="bodies">Holds the bodies of its packets; copied.</param>
    public void Start(ReadOnlySpan<byte> bodies)
    {
        if (source.Length < bodies.Length)
        {
            source = GC.AllocateUninitializedArray<byte>(Math.Max(bodies.Length, 2 * source.Length));
        }

        bodies.CopyTo(source);
        length = bodies.Length;
        isStarted = true;
        Volatile.Write(ref state, Waiting);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Takes a packet.</summary>
    /// <param name="at">Where the packet begins in the file.</param>
    /// <param name="result">Is exchanged for the group that holds it.</param>
    /// <returns>False where it is not among those that were handed over, or could not be unpacked.</returns>
    public bool TryTake(long at, ref PacketGroup result)
    {
        if (!isStarted)
        {
            return false;
        }

        Finish();
        isStarted = false;
        if (!group.TryTake(at))
        {
            return false;
        }

        (result, group) = (group, result);
        return true;
    }

    /// <summary>Unpacks, unless somebody does or has done it.</summary>
    public void Execute()
    {
        if (Interlocked.CompareExchange(ref state, Running, Waiting) != Waiting)
        {
            return;
        }

        try
        {
            group.Unpack(source.AsSpan(0, length));
        }
        finally
        {
            lock (gate)
            {
                state = Idle;
                Monitor.PulseAll(gate);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isStarted)
        {
            Finish();
        }

        group.Dispose();
    }

    /// <summary>Does the work here, or waits until it is done.</summary>
    private void Finish()
    {
        Execute();
        lock (gate)
        {
            while (state != Idle)
            {
                Monitor.Wait(gate);
            }
        }
    }
}
