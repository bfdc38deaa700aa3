using System.Numerics;
using EventSnn.Networks.Compute;
using EventSnn.Networks.EndToEnd;

namespace EventSnn.Networks.Bptt;

/// <summary>What back-propagation has to keep of one layer's step.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="plan">The layer.</param>
internal sealed class BpttStep<T>(LayerPlan plan)
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>U, [row, column, channel].</summary>
    public T[] U { get; } = new T[plan.Output.Size];

    /// <summary>The neuron of each pooled value.</summary>
    public int[] Winner { get; } = new int[plan.Pooled.Size];

    /// <summary>What the next layer and the readout see.</summary>
    public SpikeList<T> Out { get; } = new();

    /// <summary>Numbers that are kept.</summary>
    public int Retained => U.Length + Winner.Length + (2 * Out.Count);
}
