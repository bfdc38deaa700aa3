using ILGPU;

namespace EventSnn.Ilgpu.Kernels;

/// <summary>What the neurons' kernels work on.</summary>
public struct FireArguments
{
    /// <summary>The layer.</summary>
    public LayerGeometry Shape;

    /// <summary>The slot of each stream of the batch.</summary>
    public ArrayView<int> Slots;

    /// <summary>x, where the layer is the lowest and runs event-driven.</summary>
    public ArrayView<float> X;

    /// <summary>The spikes of the layer below, where the layer runs event-driven.</summary>
    public ArrayView<uint> Spikes;

    /// <summary>P, where the layer runs trace-exact.</summary>
    public ArrayView<float> P;

    /// <summary>W [input channel][row][column][output channel].</summary>
    public ArrayView<float> Weights;

    /// <summary>b [output channel].</summary>
    public ArrayView<float> Bias;

    /// <summary>I [slot][row][column][channel]; event-driven.</summary>
    public ArrayView<float> Current;

    /// <summary>V, event-driven.</summary>
    public ArrayView<float> Membrane;

    /// <summary>R.</summary>
    public ArrayView<float> Refractory;

    /// <summary>U.</summary>
    public ArrayView<float> Potential;

    /// <summary>S, 0 or 1.</summary>
    public ArrayView<byte> Fired;

    /// <summary>Decay of V.</summary>
    public float Alpha;

    /// <summary>Decay of I.</summary>
    public float Beta;

    /// <summary>qg pg.</summary>
    public float Gain;

    /// <summary>Decay of R.</summary>
    public float RefractoryDecay;

    /// <summary>rg.</summary>
    public float RefractoryGain;

    /// <summary>1 where the input is a frame, 0 where it is spikes.</summary>
    public int FromFrame;

    /// <summary>1 where V takes the I of this step.</summary>
    public int NewSynapse;

    /// <summary>A constant of <see cref="SurrogateCode"/>.</summary>
    public int Surrogate;
}
