using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EventSnn.Arrow.Batches;

/// <summary>Memory of one type of value seen as memory of another; nothing is copied.</summary>
/// <typeparam name="TFrom">The values as they are.</typeparam>
/// <typeparam name="TTo">The values as they are seen.</typeparam>
/// <param name="source">The memory.</param>
/// <param name="loan">Where the memory is lent: ends with the loan.</param>
internal sealed unsafe class CastMemory<TFrom, TTo>(Memory<TFrom> source, Loan? loan = null) : MemoryManager<TTo>
    where TFrom : unmanaged
    where TTo : unmanaged
{
    private readonly Lock gate = new();
    private MemoryHandle pin;
    private int pins;

    /// <inheritdoc/>
    public override Memory<TTo> Memory => CreateMemory((int)((long)source.Length * Unsafe.SizeOf<TFrom>() / Unsafe.SizeOf<TTo>()));

    /// <inheritdoc/>
    public override Span<TTo> GetSpan()
    {
        loan?.Check();
        return MemoryMarshal.Cast<TFrom, TTo>(source.Span);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        loan?.Check();
        lock (gate)
        {
            pin = pins++ == 0 ? source.Pin() : pin;
            return new MemoryHandle((TTo*)pin.Pointer + elementIndex, pinnable: this);
        }
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        lock (gate)
        {
            if (pins > 0 && --pins == 0)
            {
                pin.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }
}
