using ILGPU;

namespace EventSnn.Ilgpu.Kernels;

/// <summary>What pooling and readout work on.</summary>
public struct ReadArguments
{
    /// <summary>The layer.</summary>
    public LayerGeometry Shape;

    /// <summary>The slot of each stream of the batch.</summary>
    public ArrayView<int> Slots;

    /// <summary>U [slot][row][column][channel].</summary>
    public ArrayView<float> Potential;

    /// <summary>Up [slot][row][column][channel].</summary>
    public ArrayView<float> Pooled;

    /// <summary>The pixel that each Up came from.</summary>
    public ArrayView<int> Winner;

    /// <summary>s, bits by column, [slot][channel][row].</summary>
    public ArrayView<uint> Spikes;

    /// <summary>S, 0 or 1.</summary>
    public ArrayView<byte> Fired;

    /// <summary>Bits of features kept by dropout, 32 to a word, [slot][feature].</summary>
    public ArrayView<uint> Keep;

    /// <summary>1 per slot where its mask applies.</summary>
    public ArrayView<int> Dropping;

    /// <summary>G [class][feature], features in the order (row, column, channel).</summary>
    public ArrayView<float> Readout;

    /// <summary>c [class].</summary>
    public ArrayView<float> ReadoutBias;

    /// <summary>Sums of the readout's lanes, [stream][class][lane].</summary>
    public ArrayView<float> Partial;

    /// <summary>What the host reads of a step, [stream][class..., spikes, outputs, loss].</summary>
    public ArrayView<float> Report;

    /// <summary>1 / (1 - dropout).</summary>
    public float KeepScale;

    /// <summary>Words of <see cref="Keep"/> of one stream.</summary>
    public int KeepWords;

    /// <summary>A constant of <see cref="SurrogateCode"/>.</summary>
    public int Surrogate;

    /// <summary>A constant of <see cref="SurrogateCode"/>.</summary>
    public int Activation;

    /// <summary>The stream's first value in <see cref="Report"/>: step times batch, in streams.</summary>
    public int FirstReport;
}
