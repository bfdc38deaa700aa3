using EventSnn.Recordings.Compression;

namespace EventSnn.Recordings.Aedat4;

/// <summary>
/// Unpacks the next packet on another core while the consumer works on the one before. Reused from packet to packet, without an
/// allocation. Where no core is free in time, the reader unpacks the packet itself.
/// </summary>
/// <param name="compression">How the file's packets are compressed.</param>
internal sealed class PacketAhead(Aedat4Compression compression) : IThreadPoolWorkItem, IDisposable
{
    private const int Idle = 0;
    private const int Waiting = 1;
    private const int Running = 2;
    private readonly object gate = new();
    private PacketUnpacker unpacker = new(compression);
    private CompressedDataException? fault;
    private byte[] packet = [];
    private int length;
    private long position = -1;
    private int state;

    /// <summary>Begins to unpack a packet, unless the work before is still in somebody's hands.</summary>
    /// <param name="at">Where the packet begins in the file.</param>
    /// <param name="body">Its body; copied.</param>
    public void Start(long at, ReadOnlySpan<byte> body)
    {
        if (position >= 0)
        {
            return;
        }

        if (packet.Length < body.Length)
        {
            packet = GC.AllocateUninitializedArray<byte>(Math.Max(body.Length, 2 * packet.Length));
        }

        body.CopyTo(packet);
        length = body.Length;
        position = at;
        fault = null;
        Volatile.Write(ref state, Waiting);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Takes the result for a packet.</summary>
    /// <param name="at">Where the packet begins in the file.</param>
    /// <param name="result">Is exchanged for the unpacker that holds the content.</param>
    /// <returns>False where another packet was unpacked, or none.</returns>
    /// <exception cref="CompressedDataException">The packet is damaged.</exception>
    public bool TryTake(long at, ref PacketUnpacker result)
    {
        if (position < 0)
        {
            return false;
        }

        Finish();
        bool wanted = position == at;
        position = -1;
        if (wanted && fault is not null)
        {
            throw fault;
        }

        if (wanted)
        {
            (result, unpacker) = (unpacker, result);
        }

        return wanted;
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
            unpacker.Unpack(packet.AsSpan(0, length));
        }
        catch (CompressedDataException e)
        {
            fault = e;
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
        if (position >= 0)
        {
            Finish();
        }

        unpacker.Dispose();
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
