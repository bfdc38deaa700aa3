using System.Diagnostics.CodeAnalysis;

namespace ILGPU;

/// <summary>Stands in for ILGPU's view of device memory; every access is checked.</summary>
public readonly struct ArrayView<T>(T[] memory, long offset, long length)
    where T : unmanaged
{
    public long Length => length;

    public ref T this[int index]
    {
        get
        {
            if ((uint)index >= (ulong)length)
            {
                ThrowOutOfRange(index, length);
            }

            return ref memory[offset + index];
        }
    }

    public ArrayView<T> SubView(long at, long count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(at + count, length);
        return new(memory, offset + at, count);
    }

    public Span<T> AsSpan() => memory.AsSpan((int)offset, (int)length);

    [DoesNotReturn]
    private static void ThrowOutOfRange(int index, long length) =>
        throw new ArgumentOutOfRangeException(nameof(index), index, $"A kernel reaches beyond a view of {length} elements.");
}
