using System.Numerics;

namespace EventSnn.Networks.Compute.Reference;

/// <summary>The state of one stream in plain arrays [channel, row, column].</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class ReferenceLayerState<T>(LayerPlan plan) : LayerState<T>(plan)
    where T : struct, IFloatingPointIeee754<T>
{
    public T[] Q { get; } = new T[plan.Input.Size];

    public T[] P { get; } = new T[plan.Input.Size];

    public T[] R { get; } = new T[plan.Output.Size];

    public T[] U { get; } = new T[plan.Output.Size];

    public byte[] S { get; } = new byte[plan.Output.Size];

    /// <summary>The pooled potential Up.</summary>
    public T[] Pooled { get; } = new T[plan.Pooled.Size];

    /// <summary>The neuron that each pooled value came from.</summary>
    public int[] Winner { get; } = new int[plan.Pooled.Size];

    /// <summary>s, what the next layer sees.</summary>
    public byte[] Out { get; } = new byte[plan.Pooled.Size];

    /// <summary>a, what the readout sees.</summary>
    public T[] A { get; } = new T[plan.Pooled.Size];

    public T[] Delta { get; } = new T[plan.Output.Size];

    public int Spikes { get; set; }

    /// <inheritdoc/>
    public override int SpikeCount => Spikes;

    /// <inheritdoc/>
    public override int OutputCount => Out.AsSpan().Count((byte)1);

    /// <inheritdoc/>
    public override void Reset()
    {
        Array.Clear(Q);
        Array.Clear(P);
        Array.Clear(R);
        Array.Clear(U);
        Array.Clear(S);
        Array.Clear(Pooled);
        Array.Clear(Out);
        Array.Clear(A);
        Array.Clear(Delta);
        Array.Clear(Readout);
        Spikes = 0;
    }

    /// <inheritdoc/>
    public override void CopyTo(StateTensor tensor, Span<T> destination)
    {
        if (tensor is StateTensor.Spikes or StateTensor.Output)
        {
            byte[] bits = tensor == StateTensor.Spikes ? S : Out;
            for (int i = 0; i < bits.Length; i++)
            {
                destination[i] = bits[i] != 0 ? T.One : T.Zero;
            }

            return;
        }

        Values(tensor).CopyTo(destination);
    }

    /// <inheritdoc/>
    public override void CopyFrom(StateTensor tensor, ReadOnlySpan<T> source)
    {
        if (tensor == StateTensor.Spikes)
        {
            for (int i = 0; i < S.Length; i++)
            {
                S[i] = source[i] != T.Zero ? (byte)1 : (byte)0;
            }

            return;
        }

        source.CopyTo(Values(tensor));
    }

    private T[] Values(StateTensor tensor) => tensor switch
    {
        StateTensor.SynapseTrace => Q,
        StateTensor.MembraneTrace => P,
        StateTensor.Refractory => R,
        StateTensor.Potential => U,
        StateTensor.Delta => Delta,
        _ => throw new ArgumentOutOfRangeException(nameof(tensor), tensor, null),
    };
}
