namespace EventSnn.Networks.Definitions;

/// <summary>How weights and bias start.</summary>
public enum WeightInitialisationKind
{
    /// <summary>W ~ U(+-s/100), b ~ U(+-s), s = 1/sqrt(fan-in)/250: convolutions of G0 and G1.</summary>
    SmallUniform,

    /// <summary>W = 0, b ~ U(+-0.001): dense layers of G1.</summary>
    ZeroWeights,

    /// <summary>W orthogonal, b = 0; then scaled on data (LSUV): G2.</summary>
    Orthogonal,

    /// <summary>W ~ N(0, Scale^2 / fan-in), b = Bias.</summary>
    Normal,
}
