using System.Runtime.InteropServices;

namespace ILGPU.Runtime;

/// <summary>Stands in for ILGPU's copies.</summary>
public static class ArrayViewExtensions
{
    public static void MemSetToZero<T>(this ArrayView<T> view)
        where T : unmanaged => view.AsSpan().Clear();

    public static void CopyFrom<T>(this ArrayView<T> target, in ArrayView<T> source)
        where T : unmanaged => source.AsSpan().CopyTo(target.AsSpan());

    public static void CopyFromCPU<T>(this ArrayView<T> target, ref T data, long length)
        where T : unmanaged => MemoryMarshal.CreateReadOnlySpan(ref data, (int)length).CopyTo(target.AsSpan());

    public static void CopyToCPU<T>(this ArrayView<T> source, ref T data, long length)
        where T : unmanaged => source.AsSpan()[..(int)length].CopyTo(MemoryMarshal.CreateSpan(ref data, (int)length));
}
