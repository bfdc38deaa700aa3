using System.Numerics;

namespace EventSnn.Networks.Compute.Reference;

/// <summary>The state of one stream in plain arrays [channel, row, column].</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class ReferenceLayerState<T> : LayerState<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>The potential before the first step: no surrogate but the sigmoids' tails reaches it.</summary>
    private static readonly T Silent = T.CreateTruncating(-1000);

    public ReferenceLayerState(LayerPlan plan)
        : base(plan)
    {
        Q = new T[plan.Input.Size];
        P = new T[plan.Input.Size];
        R = new T[plan.Output.Size];
        U = new T[plan.Output.Size];
        S = new byte[plan.Output.Size];
        Pooled = new T[plan.Pooled.Size];
        Winner = new int[plan.Pooled.Size];
        Out = new byte[plan.Pooled.Size];
        A = new T[plan.Pooled.Size];
        Delta = new T[plan.Output.Size];
        H = plan.Definition.Neuron.PostTraceGain != 0 ? new T[plan.Output.Size] : [];
        PostDelta = new T[H.Length];
        ResetPotential();
    }

    public T[] Q { get; }

    public T[] P { get; }

    public T[] R { get; }

    public T[] U { get; }

    public byte[] S { get; }

    /// <summary>The pooled potential Up.</summary>
    public T[] Pooled { get; }

    /// <summary>The neuron that each pooled value came from.</summary>
    public int[] Winner { get; }

    /// <summary>s, what the next layer sees.</summary>
    public byte[] Out { get; }

    /// <summary>a, what the readout sees.</summary>
    public T[] A { get; }

    public T[] Delta { get; }

    /// <summary>h of the non-causal term; empty where the layer has none.</summary>
    public T[] H { get; }

    /// <summary>m h of the last learning step; empty where the layer has no non-causal term.</summary>
    public T[] PostDelta { get; }

    /// <summary>What arrived in this step, as charges on P; kept where the layer has a non-causal term.</summary>
    public List<(int Input, T Charge)> Arrivals { get; } = [];

    public int Spikes { get; set; }

    /// <inheritdoc/>
    public override IReadOnlyList<StateTensor> Memory
        => H.Length == 0 ? base.Memory : [.. base.Memory, StateTensor.Potential, StateTensor.PostTrace];

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
        ResetPotential();
        Array.Clear(H);
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
        StateTensor.PostTrace when H.Length > 0 => H,
        _ => throw new ArgumentOutOfRangeException(nameof(tensor), tensor, null),
    };

    private void ResetPotential() => Array.Fill(U, H.Length == 0 ? T.Zero : Silent);
}
