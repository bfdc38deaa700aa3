using System.Numerics;

namespace EventSnn.Networks.Compute;

/// <summary>What a layer remembers of one stream, in the layout of its backend.</summary>
/// <typeparam name="T">float; double in checks of the arithmetic.</typeparam>
public abstract class LayerState<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Creates the shared part of a state.</summary>
    /// <param name="plan">The layer.</param>
    protected LayerState(LayerPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Plan = plan;
        Readout = new T[plan.Classes];
        ReadoutError = new T[plan.Classes];
        Keep = plan.Definition.Readout.Dropout > 0 ? new ulong[(plan.Pooled.Size + 63) / 64] : [];
    }

    /// <summary>The layer.</summary>
    public LayerPlan Plan { get; }

    /// <summary>r of the last step, per class.</summary>
    public T[] Readout { get; }

    /// <summary>dLoss/dr of the last learning step, per class.</summary>
    public T[] ReadoutError { get; }

    /// <summary>
    /// The dropout mask, one bit per feature in the order (row, column, channel) so that it is the same for every layout;
    /// empty where the layer has no dropout.
    /// </summary>
    public ulong[] Keep { get; }

    /// <summary>Whether <see cref="Keep"/> applies to this step (it does when learning).</summary>
    public bool IsDropping { get; set; }

    /// <summary>Sum over features of relu(Up + 0.01), after <see cref="ILayerKernels{T}.MeasureRegularisers"/>.</summary>
    public T HighSum { get; set; }

    /// <summary>Sum over features of 0.1 - sigmoid(Up), after <see cref="ILayerKernels{T}.MeasureRegularisers"/>.</summary>
    public T LowSum { get; set; }

    /// <summary>Neurons that spiked in the last step, before pooling.</summary>
    public abstract int SpikeCount { get; }

    /// <summary>Spikes that the next layer saw in the last step, after pooling.</summary>
    public abstract int OutputCount { get; }

    /// <summary>The tensors that the next step depends on: what has to be saved to go on later.</summary>
    public virtual IReadOnlyList<StateTensor> Memory { get; } =
        [StateTensor.SynapseTrace, StateTensor.MembraneTrace, StateTensor.Refractory, StateTensor.Spikes];

    /// <summary>Sets everything to zero.</summary>
    public abstract void Reset();

    /// <summary>Copies a tensor out, in the canonical layout.</summary>
    /// <param name="tensor">Which.</param>
    /// <param name="destination">As many elements as the plan says.</param>
    public abstract void CopyTo(StateTensor tensor, Span<T> destination);

    /// <summary>Copies a tensor in, from the canonical layout.</summary>
    /// <param name="tensor">Which: Q, P, R or S; the rest follows from them.</param>
    /// <param name="source">As many elements as the plan says.</param>
    public abstract void CopyFrom(StateTensor tensor, ReadOnlySpan<T> source);
}
