using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.Compute.Simd;

/// <summary>What the neurons of a layer share.</summary>
internal readonly struct NeuronConstants
{
    /// <summary>Decay of R.</summary>
    public required float RefractoryDecay { get; init; }

    /// <summary>rg.</summary>
    public required float RefractoryGain { get; init; }

    /// <summary>Decay of V; event-driven.</summary>
    public required float Alpha { get; init; }

    /// <summary>Decay of I where the potential makes it, else 1; event-driven.</summary>
    public required float CurrentDecay { get; init; }

    /// <summary>qg pg; event-driven.</summary>
    public required float CurrentGain { get; init; }

    /// <summary>Whether V takes I here; else V is W.P already.</summary>
    public required bool IsEventDriven { get; init; }

    public required SurrogateKind Surrogate { get; init; }

    public required ActivationKind Activation { get; init; }
}
