using System.Runtime.InteropServices;

namespace EventSnn.Events.Batches;

/// <summary>One column of an <see cref="EventBatch"/>: its own array, aligned to a cache line, or memory that belongs to somebody else.</summary>
/// <typeparam name="T">The values.</typeparam>
internal readonly struct Column<T>
    where T : unmanaged
{
    private const int CacheLine = 64;
    private readonly T[]? array;
    private readonly int start;
    private readonly Memory<T> foreign;

    private Column(T[]? array, int start, int capacity, Memory<T> foreign)
    {
        this.array = array;
        this.start = start;
        Capacity = capacity;
        this.foreign = foreign;
    }

    /// <summary>Values that the column can hold.</summary>
    public int Capacity { get; }

    /// <summary>Allocates a column.</summary>
    /// <param name="capacity">Values.</param>
    /// <returns>A column whose first value begins a cache line, so that no wide store crosses two.</returns>
    public static Column<T> Allocate(int capacity)
    {
        int size = Marshal.SizeOf<T>();
        T[] values = GC.AllocateUninitializedArray<T>(capacity + (CacheLine / size), pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(values, 0);
        return new Column<T>(values, (int)(-address & (CacheLine - 1)) / size, capacity, default);
    }

    /// <summary>A column over memory that belongs to somebody else.</summary>
    /// <param name="memory">The memory.</param>
    public static Column<T> Over(Memory<T> memory) => MemoryMarshal.TryGetArray(memory, out ArraySegment<T> segment)
        ? new Column<T>(segment.Array, segment.Offset, segment.Count, default)
        : new Column<T>(null, 0, memory.Length, memory);

    /// <summary>Some of the values.</summary>
    /// <param name="from">Index of the first.</param>
    /// <param name="count">How many.</param>
    public Span<T> Slice(int from, int count) => array is not null ? array.AsSpan(start + from, count) : foreign.Span.Slice(from, count);

    /// <summary>Some of the values, as memory.</summary>
    /// <param name="from">Index of the first.</param>
    /// <param name="count">How many.</param>
    public Memory<T> Memory(int from, int count) => array is not null ? array.AsMemory(start + from, count) : foreign.Slice(from, count);
}
