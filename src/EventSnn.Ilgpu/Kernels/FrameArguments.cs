using ILGPU;

namespace EventSnn.Ilgpu.Kernels;

/// <summary>What the frame kernels work on.</summary>
public struct FrameArguments
{
    /// <summary>The layer.</summary>
    public LayerGeometry Shape;

    /// <summary>The slot of each stream of the batch.</summary>
    public ArrayView<int> Slots;

    /// <summary>x [slot][row][column][channel].</summary>
    public ArrayView<float> X;

    /// <summary>Where each entry of the frames goes in x.</summary>
    public ArrayView<int> Targets;

    /// <summary>The number of events of each entry.</summary>
    public ArrayView<float> Counts;

    /// <summary>The first entry of this step.</summary>
    public int FirstEntry;
}
