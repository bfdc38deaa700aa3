using ILGPU;

namespace EventSnn.Ilgpu.Kernels;

/// <summary>What delta, gradient and update work on.</summary>
public struct LearnArguments
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

    /// <summary>G [class][feature].</summary>
    public ArrayView<float> Readout;

    /// <summary>c [class].</summary>
    public ArrayView<float> ReadoutBias;

    /// <summary>Up.</summary>
    public ArrayView<float> Pooled;

    /// <summary>The pixel that each Up came from.</summary>
    public ArrayView<int> Winner;

    /// <summary>Bits of features kept by dropout.</summary>
    public ArrayView<uint> Keep;

    /// <summary>1 per slot where its mask applies.</summary>
    public ArrayView<int> Dropping;

    /// <summary>reg1 / N and reg2 / N.</summary>
    public ArrayView<float> Terms;

    /// <summary>delta [slot][row][column][channel].</summary>
    public ArrayView<float> Delta;

    /// <summary>Pixels with a delta, [learner][pixel][channel]: neighbouring channels list side by side.</summary>
    public ArrayView<int> List;

    /// <summary>Number of pixels with a delta [learner][channel].</summary>
    public ArrayView<int> Listed;

    /// <summary>Sum of delta [learner][channel].</summary>
    public ArrayView<float> DeltaSum;

    /// <summary>P.</summary>
    public ArrayView<float> P;

    /// <summary>dW [group][output channel][row][column][input channel].</summary>
    public ArrayView<float> Gradient;

    /// <summary>db [channel].</summary>
    public ArrayView<float> BiasGradient;

    /// <summary>W [input channel][row][column][output channel].</summary>
    public ArrayView<float> Weights;

    /// <summary>b.</summary>
    public ArrayView<float> Bias;

    /// <summary>The optimiser's first moment of W, as W lies.</summary>
    public ArrayView<float> Moment1;

    /// <summary>The optimiser's second moment of W.</summary>
    public ArrayView<float> Moment2;

    /// <summary>The first moment of b.</summary>
    public ArrayView<float> BiasMoment1;

    /// <summary>The second moment of b.</summary>
    public ArrayView<float> BiasMoment2;

    /// <summary>1 / (1 - dropout).</summary>
    public float KeepScale;

    /// <summary>Words of <see cref="Keep"/> of one stream.</summary>
    public int KeepWords;

    /// <summary>A constant of <see cref="SurrogateCode"/>.</summary>
    public int Surrogate;

    /// <summary>Parts that the sum over learners is split into; by the batch, never by the device.</summary>
    public int Groups;

    /// <summary>0: SGD; 1: Adamax; 2: Adam.</summary>
    public int Optimiser;

    /// <summary>lr / (1 - b1^k), for SGD lr.</summary>
    public float Rate;

    /// <summary>Decay of the first moment.</summary>
    public float Beta1;

    /// <summary>Decay of the second moment.</summary>
    public float Beta2;

    /// <summary>Floor.</summary>
    public float Epsilon;

    /// <summary>Adam: 1 / (1 - b2^k).</summary>
    public float SecondCorrection;
}
