namespace EventSnn.Networks.Definitions;

/// <summary>What the local readout sees of the pooled potential.</summary>
public enum ActivationKind
{
    /// <summary>The spikes, H(Up).</summary>
    Spike,

    /// <summary>sigmoid(Up); G0.</summary>
    Sigmoid,

    /// <summary>The antiderivative of the surrogate. No network uses it: with it the gradient is exact, so that tests can check it by finite differences.</summary>
    SurrogateAntiderivative,
}
