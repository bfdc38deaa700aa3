using ILGPU;

namespace EventSnn.Ilgpu.Kernels;

/// <summary>What the trace kernel works on.</summary>
public struct TraceArguments
{
    /// <summary>The layer.</summary>
    public LayerGeometry Shape;

    /// <summary>The slot of each stream of the batch.</summary>
    public ArrayView<int> Slots;

    /// <summary>x, where the layer is the lowest.</summary>
    public ArrayView<float> X;

    /// <summary>The spikes of the layer below, [slot][channel][row] bits by column.</summary>
    public ArrayView<uint> Spikes;

    /// <summary>Q [slot][row][column][channel].</summary>
    public ArrayView<float> Q;

    /// <summary>P [slot][row][column][channel].</summary>
    public ArrayView<float> P;

    /// <summary>alpha [channel].</summary>
    public ArrayView<float> Alpha;

    /// <summary>beta [channel].</summary>
    public ArrayView<float> Beta;

    /// <summary>qg [channel].</summary>
    public ArrayView<float> SynapseGain;

    /// <summary>pg [channel].</summary>
    public ArrayView<float> MembraneGain;

    /// <summary>1 where the input is a frame, 0 where it is spikes.</summary>
    public int FromFrame;

    /// <summary>1 where P takes the Q of this step.</summary>
    public int NewSynapse;
}
