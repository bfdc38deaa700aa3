namespace ILGPU.Runtime;

/// <summary>Stands in for ILGPU's device memory.</summary>
public sealed class MemoryBuffer1D<T, TStride>(T[] memory) : IDisposable
    where T : unmanaged
{
    public ArrayView1D<T, TStride> View => new(new ArrayView<T>(memory, 0, memory.Length));

    public void Dispose()
    {
    }
}
