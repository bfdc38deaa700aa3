namespace EventSnn.Networks.FixedFeedback;

/// <summary>What gates the feedback of a hidden neuron.</summary>
public enum TeachingSignal
{
    /// <summary>E'(j), the derivative of the neuron's own smoothed rate: the rule.</summary>
    Derivative,

    /// <summary>1: the ablation without an intracellular teaching signal. Hidden layers then learn 1 / E'(0) times as fast too.</summary>
    None,

    /// <summary>E'(0) whatever the current: the ablation at the same learning rate.</summary>
    Constant,
}
