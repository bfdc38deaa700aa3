namespace EventSnn.Networks.SuperSpike;

/// <summary>How the eligibility traces of all synapses are computed. Both give the same numbers but for rounding.</summary>
public enum EligibilityMode
{
    /// <summary>
    /// Once per block of <see cref="SuperSpikeOptions.BlockSteps"/> steps: between input spikes the traces of a neuron's synapses obey
    /// one linear equation, whose solution over the block is worked out once per neuron and applied to every synapse.
    /// </summary>
    Blocks,

    /// <summary>In every step, as the equations stand in the paper.</summary>
    EveryStep,
}
