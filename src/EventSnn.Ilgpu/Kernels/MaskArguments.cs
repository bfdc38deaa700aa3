using ILGPU;

namespace EventSnn.Ilgpu.Kernels;

/// <summary>What the dropout kernel works on.</summary>
public struct MaskArguments
{
    /// <summary>The slot of each stream of the batch.</summary>
    public ArrayView<int> Slots;

    /// <summary>The key of each stream's draw.</summary>
    public ArrayView<ulong> Keys;

    /// <summary>1 for each stream whose mask applies.</summary>
    public ArrayView<int> Learns;

    /// <summary>Bits of features kept, 32 to a word, [slot][feature].</summary>
    public ArrayView<uint> Keep;

    /// <summary>1 per slot where its mask applies.</summary>
    public ArrayView<int> Dropping;

    /// <summary>Words of <see cref="Keep"/> of one stream, an even number.</summary>
    public int KeepWords;

    /// <summary>The probability of dropping times 65536.</summary>
    public int Threshold;
}
