using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EventSnn.Recordings.Bytes;

/// <summary>One column inside an array of other values.</summary>
/// <typeparam name="T">The values of the column.</typeparam>
/// <param name="block">The array.</param>
/// <param name="at">Where the column begins in it, in bytes; a multiple of the size of a value.</param>
/// <param name="length">Values of the column.</param>
internal sealed unsafe class BlockColumn<T>(long[] block, long at, int length) : MemoryManager<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public override Memory<T> Memory => CreateMemory(length);

    /// <inheritdoc/>
    public override Span<T> GetSpan() =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<long, T>(ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(block), (nint)at)), length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        GCHandle handle = GCHandle.Alloc(block, GCHandleType.Pinned);
        return new MemoryHandle((T*)((byte*)handle.AddrOfPinnedObject() + at) + elementIndex, handle);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        // Every pin has a handle of its own, which ends with it.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }
}
