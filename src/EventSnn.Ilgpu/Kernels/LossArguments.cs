using ILGPU;

namespace EventSnn.Ilgpu.Kernels;

/// <summary>What the local loss works on.</summary>
public struct LossArguments
{
    /// <summary>The layer.</summary>
    public LayerGeometry Shape;

    /// <summary>The slot of each learner.</summary>
    public ArrayView<int> Slots;

    /// <summary>The place of each learner in the batch.</summary>
    public ArrayView<int> Streams;

    /// <summary>The label of each learner.</summary>
    public ArrayView<int> Labels;

    /// <summary>Learners of this step.</summary>
    public int Learners;

    /// <summary>Reports, see <see cref="ReadArguments.Report"/>.</summary>
    public ArrayView<float> Report;

    /// <summary>The first report of this step.</summary>
    public int FirstReport;

    /// <summary>dLoss/dr [learner][class].</summary>
    public ArrayView<float> Error;

    /// <summary>1 where this step is skipped.</summary>
    public ArrayView<int> Skip;

    /// <summary>Up, for the regularisers.</summary>
    public ArrayView<float> Pooled;

    /// <summary>Lanes of the regularisers' sums [learner][lane][2].</summary>
    public ArrayView<float> Partial;

    /// <summary>reg1 / N and reg2 / N as they act in this step, then the two sums.</summary>
    public ArrayView<float> Terms;

    /// <summary>Streams in the mini-batch, unlabelled ones included.</summary>
    public int Batch;

    /// <summary>0: smooth L1; 1: softmax cross-entropy.</summary>
    public int Loss;

    /// <summary>Divides the readout before the softmax.</summary>
    public float Temperature;

    /// <summary>A step whose every |dLoss/dr| times the batch size is below this is skipped.</summary>
    public float Threshold;

    /// <summary>reg1.</summary>
    public float High;

    /// <summary>reg2.</summary>
    public float Low;
}
