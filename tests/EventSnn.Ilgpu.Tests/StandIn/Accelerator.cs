namespace ILGPU.Runtime;

/// <summary>Stands in for a device of ILGPU: kernels run at once, one thread after another. Can run out of memory and be lost.</summary>
public sealed class Accelerator : IDisposable
{
    private long allocated;

    /// <summary>Bytes that can be had.</summary>
    public long Capacity { get; set; } = long.MaxValue;

    /// <summary>Whether the device has gone.</summary>
    public bool IsLost { get; set; }

    public string Name => "stand-in";

    public MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(long length)
        where T : unmanaged
    {
        allocated += length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        return allocated <= Capacity ? new(new T[length]) : throw new AcceleratorException("out of memory");
    }

    public Action<TIndex, T> LoadAutoGroupedStreamKernel<TIndex, T>(Action<Index1D, T> kernel)
        where TIndex : struct
        where T : struct => (Action<TIndex, T>)(object)(Action<Index1D, T>)((count, arguments) =>
        {
            if (IsLost)
            {
                throw new AcceleratorException("the device is lost");
            }

            for (int i = 0; i < count; i++)
            {
                kernel(i, arguments);
            }
        });

    public void Synchronize()
    {
    }

    public void Dispose()
    {
    }
}
