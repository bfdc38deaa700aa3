using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Bytes;

namespace EventSnn.Recordings.Ahead;

/// <summary>
/// The columns of a whole recording, into which chunks are decoded on two cores, each at the place that it has if every record before it is an
/// event. Both cores have the kernel provide the pages, a few megabytes at a time and never the same: clearing them takes longer than decoding.
/// </summary>
/// <param name="block">The columns.</param>
/// <param name="from">Index of the first event that is still to come.</param>
internal sealed class WholeColumns(ColumnBlock block, int from)
{
    /// <summary>Events whose pages are provided at a time: 8 MiB of times.</summary>
    private const int Stride = 1 << 20;

    private const byte Wanted = 0;
    private const byte UnderWay = 1;
    private const byte There = 2;
    private readonly Lock gate = new();
    private readonly byte[] strides = States(block);

    /// <summary>The columns.</summary>
    public ColumnBlock Block { get; } = block;

    /// <summary>Where the next chunk is decoded to.</summary>
    public int NextPlace { get; set; } = from;

    /// <summary>Where a batch over a part of the columns begins.</summary>
    public int IndexOf(EventBatch part) => (int)(Unsafe.ByteOffset(
        ref MemoryMarshal.GetReference(Block.Timestamps), ref MemoryMarshal.GetReference(part.GetFreeColumns().Timestamps)) / sizeof(long));

    /// <summary>Has the pages of some events provided, by this thread or the other.</summary>
    /// <param name="at">Index of the first.</param>
    /// <param name="count">How many.</param>
    public void Provide(int at, int count)
    {
        for (int stride = at / Stride; count > 0 && stride <= (at + count - 1) / Stride && stride < strides.Length; stride++)
        {
            while (Volatile.Read(ref strides[stride]) != There)
            {
                int mine = Claim(stride);
                if (mine < 0)
                {
                    Thread.Yield();
                    continue;
                }

                int start = mine * Stride;
                Block.Populate(start, Math.Min(Stride, Block.Capacity - start)); // where the system cannot, writing provides them
                Volatile.Write(ref strides[mine], There);
            }
        }
    }

    private static byte[] States(ColumnBlock block)
    {
        byte[] states = new byte[(block.Capacity + Stride - 1) / Stride];
        if (!block.IsPinned || block.IsProvided)
        {
            Array.Fill(states, There);
        }

        return states;
    }

    /// <summary>The stride, or the next one where the other thread works on it.</summary>
    private int Claim(int stride)
    {
        lock (gate)
        {
            for (int at = stride; at <= stride + 1 && at < strides.Length; at++)
            {
                if (strides[at] == Wanted)
                {
                    strides[at] = UnderWay;
                    return at;
                }
            }

            return -1;
        }
    }
}
