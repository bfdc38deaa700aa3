using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EventSnn.Events.Batches;

namespace EventSnn.Recordings.Bytes;

/// <summary>
/// The four columns of many events in one allocation: the first large one of a process has the collector run, which takes as long as
/// decoding a million events, so that one must do. Large blocks are pinned; their columns begin cache lines.
/// </summary>
internal sealed unsafe class ColumnBlock
{
    /// <summary>Bytes of an event in all columns.</summary>
    private const int EventSize = sizeof(long) + sizeof(ushort) + sizeof(ushort) + sizeof(byte);

    private const int CacheLine = 64;
    private readonly long[] memory;
    private readonly int timesAt;
    private readonly long xAt;
    private readonly long yAt;
    private readonly long pAt;
    private readonly Memory<ushort> x;
    private readonly Memory<ushort> y;
    private readonly Memory<byte> p;

    /// <summary>Allocates a block; what stands in it is anything.</summary>
    /// <param name="capacity">Events, at most <see cref="MostEvents"/>.</param>
    public ColumnBlock(int capacity)
    {
        Capacity = capacity;
        long wide = Lines(capacity * 8L);
        long narrow = Lines(capacity * 2L);
        long bytes = wide + narrow + narrow + Lines(capacity) + CacheLine;
        IsPinned = bytes >= HugePages.Threshold;
        memory = GC.AllocateUninitializedArray<long>((int)(bytes / sizeof(long)), pinned: IsPinned);
        timesAt = IsPinned ? (int)(-Address & (CacheLine - 1)) / sizeof(long) : 0;
        xAt = (timesAt * 8L) + wide;
        yAt = xAt + narrow;
        pAt = yAt + narrow;
        x = new BlockColumn<ushort>(memory, xAt, capacity).Memory;
        y = new BlockColumn<ushort>(memory, yAt, capacity).Memory;
        p = new BlockColumn<byte>(memory, pAt, capacity).Memory;
        if (IsPinned)
        {
            HugePages.Advise(Address, (nuint)bytes);
        }
    }

    /// <summary>The most events that a block holds.</summary>
    public static int MostEvents { get; } = (int)((Array.MaxLength * 8L / EventSize) - (8 * CacheLine));

    /// <summary>Events that it holds.</summary>
    public int Capacity { get; }

    /// <summary>Whether its memory stays where it is.</summary>
    public bool IsPinned { get; }

    /// <summary>Times in microseconds.</summary>
    public Span<long> Timestamps => memory.AsSpan(timesAt, Capacity);

    /// <summary>Columns from the left.</summary>
    public Span<ushort> X => x.Span;

    /// <summary>Rows from the top.</summary>
    public Span<ushort> Y => y.Span;

    /// <summary>1 = ON, 0 = OFF.</summary>
    public Span<byte> Polarities => p.Span;

    private nint Address => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory));

    /// <summary>A batch over some of the events, to be filled.</summary>
    /// <param name="from">Index of the first.</param>
    /// <param name="count">How many.</param>
    public EventBatch Batch(int from, int count) => EventBatch.Over(
        memory.AsMemory(timesAt + from, count), x.Slice(from, count), y.Slice(from, count), p.Slice(from, count));

    /// <summary>Copies events from the beginning of another block.</summary>
    /// <param name="other">The block.</param>
    /// <param name="count">How many.</param>
    public void Take(ColumnBlock other, int count)
    {
        other.Timestamps[..count].CopyTo(Timestamps);
        other.X[..count].CopyTo(X);
        other.Y[..count].CopyTo(Y);
        other.Polarities[..count].CopyTo(Polarities);
    }

    /// <summary>Whether its pages are there already, most likely.</summary>
    public bool IsProvided => HugePages.AreProvided(Address, (nuint)memory.LongLength * sizeof(long));

    /// <summary>Has the pages of some events provided; the block is pinned.</summary>
    /// <param name="from">Index of the first.</param>
    /// <param name="count">How many.</param>
    /// <returns>False where the system cannot.</returns>
    public bool Populate(int from, int count)
    {
        nint start = Address;
        return HugePages.Populate(start + ((timesAt + (nint)from) * 8), (nuint)count * 8)
            && HugePages.Populate(start + (nint)xAt + ((nint)from * 2), (nuint)count * 2)
            && HugePages.Populate(start + (nint)yAt + ((nint)from * 2), (nuint)count * 2)
            && HugePages.Populate(start + (nint)pAt + from, (nuint)count);
    }

    private static long Lines(long bytes) => (bytes + CacheLine - 1) & ~(CacheLine - 1L);
}
