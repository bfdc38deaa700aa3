using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

namespace EventSnn.Ilgpu.Layers;

/// <summary>Memory on the device that grows and keeps its content. Never shorter than one element, since a view of nothing is no argument.</summary>
/// <typeparam name="T">A number.</typeparam>
/// <param name="accelerator">The device.</param>
internal sealed class DeviceBuffer<T>(Accelerator accelerator) : IDisposable
    where T : unmanaged
{
    private MemoryBuffer1D<T, Stride1D.Dense>? memory;

    /// <summary>Elements.</summary>
    public long Length { get; private set; }

    /// <summary>All of it.</summary>
    public ArrayView<T> View
    {
        get
        {
            Ensure(1);
            return memory!.View.BaseView;
        }
    }

    /// <summary>Makes room; what is new is zero.</summary>
    /// <param name="length">Elements at least.</param>
    public void Ensure(long length)
    {
        if (length <= Length)
        {
            return;
        }

        try
        {
            MemoryBuffer1D<T, Stride1D.Dense> larger = accelerator.Allocate1D<T>(length);
            larger.View.BaseView.MemSetToZero();
            if (memory is not null)
            {
                larger.View.BaseView.SubView(0, Length).CopyFrom(memory.View.BaseView);
                accelerator.Synchronize();
                memory.Dispose();
            }

            memory = larger;
            Length = length;
        }
        catch (Exception e) when (DeviceFault.Is(e))
        {
            throw DeviceFault.Memory(accelerator, length * Unsafe.SizeOf<T>(), e);
        }
    }

    /// <summary>Copies to the device.</summary>
    /// <param name="source">Elements.</param>
    /// <param name="at">Where to.</param>
    public void Write(ReadOnlySpan<T> source, long at = 0)
    {
        if (source.Length > 0)
        {
            Ensure(at + source.Length);
            try
            {
                View.SubView(at, source.Length).CopyFromCPU(ref MemoryMarshal.GetReference(source), source.Length);
            }
            catch (Exception e) when (DeviceFault.Is(e))
            {
                throw DeviceFault.Copy(accelerator, e);
            }
        }
    }

    /// <summary>Copies from the device, after everything that was launched before.</summary>
    /// <param name="destination">Elements.</param>
    /// <param name="at">Where from.</param>
    public void Read(Span<T> destination, long at = 0)
    {
        if (destination.Length > 0)
        {
            try
            {
                View.SubView(at, destination.Length).CopyToCPU(ref MemoryMarshal.GetReference(destination), destination.Length);
            }
            catch (Exception e) when (DeviceFault.Is(e))
            {
                throw DeviceFault.Copy(accelerator, e);
            }
        }
    }

    /// <summary>Sets a range to zero.</summary>
    /// <param name="at">The first element.</param>
    /// <param name="count">Elements.</param>
    public void Clear(long at, long count) => View.SubView(at, count).MemSetToZero();

    /// <inheritdoc/>
    public void Dispose() => memory?.Dispose();
}
