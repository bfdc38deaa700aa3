namespace EventSnn.Networks.Compute;

/// <summary>The tensors of a layer that belong to a stream.</summary>
public enum StateTensor
{
    /// <summary>Q, on the input lines.</summary>
    SynapseTrace,

    /// <summary>P, on the input lines.</summary>
    MembraneTrace,

    /// <summary>R, on the neurons.</summary>
    Refractory,

    /// <summary>U, on the neurons.</summary>
    Potential,

    /// <summary>S, on the neurons, 0 or 1.</summary>
    Spikes,

    /// <summary>s, after pooling, 0 or 1.</summary>
    Output,

    /// <summary>delta = dLoss/dU of the last learning step, on the neurons; 0 where none was made.</summary>
    Delta,

    /// <summary>I = beta I + W.x on the neurons; backends that run event-driven.</summary>
    SynapticCurrent,

    /// <summary>V = alpha V + I on the neurons; backends that run event-driven.</summary>
    MembraneCurrent,

    /// <summary>h, on the neurons; layers with a non-causal term.</summary>
    PostTrace,
}
