using ILGPU;

namespace EventSnn.Ilgpu.Kernels;

/// <summary>What a learned readout's kernels work on.</summary>
public struct LearnedReadoutArguments
{
    /// <summary>The layer.</summary>
    public LayerGeometry Shape;

    /// <summary>The slot of each learner.</summary>
    public ArrayView<int> Slots;

    /// <summary>Learners of this step.</summary>
    public int Learners;

    /// <summary>1 where this step is skipped.</summary>
    public ArrayView<int> Skip;

    /// <summary>dLoss/dr [learner][class].</summary>
    public ArrayView<float> Error;

    /// <summary>s.</summary>
    public ArrayView<uint> Spikes;

    /// <summary>Mean spike, spread over the features that share it, [learner][row][column][channel] of the grid.</summary>
    public ArrayView<float> Means;

    /// <summary>G.</summary>
    public ArrayView<float> Readout;

    /// <summary>c.</summary>
    public ArrayView<float> ReadoutBias;

    /// <summary>Rows of the grid.</summary>
    public int GridRows;

    /// <summary>Columns of the grid.</summary>
    public int GridColumns;

    /// <summary>The learning rate.</summary>
    public float Rate;
}
