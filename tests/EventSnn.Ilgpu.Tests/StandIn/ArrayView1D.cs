namespace ILGPU.Runtime;

/// <summary>Stands in for ILGPU's view with a stride.</summary>
public readonly struct ArrayView1D<T, TStride>(ArrayView<T> view)
    where T : unmanaged
{
    public ArrayView<T> BaseView => view;
}
