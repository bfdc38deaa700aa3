namespace EventSnn.Networks.Compute;

/// <summary>The tensors that belong to a layer and not to a stream.</summary>
public enum LayerTensor
{
    /// <summary>W [out, in, row, column].</summary>
    Weights,

    /// <summary>b [out].</summary>
    Bias,

    /// <summary>G [class, feature].</summary>
    ReadoutWeights,

    /// <summary>c [class].</summary>
    ReadoutBias,

    /// <summary>alpha [in].</summary>
    Alpha,

    /// <summary>beta [in].</summary>
    Beta,

    /// <summary>qg [in].</summary>
    SynapseGain,

    /// <summary>pg [in].</summary>
    MembraneGain,

    /// <summary>The optimiser's first moment of W.</summary>
    WeightMoment1,

    /// <summary>The optimiser's second moment of W.</summary>
    WeightMoment2,

    /// <summary>The optimiser's first moment of b.</summary>
    BiasMoment1,

    /// <summary>The optimiser's second moment of b.</summary>
    BiasMoment2,

    /// <summary>dW of the last learning step; not kept in checkpoints, and not made by every backend.</summary>
    WeightGradient,

    /// <summary>db of the last learning step.</summary>
    BiasGradient,

    /// <summary>dW of the steps that wait for the next update, summed; zero unless the update policy accumulates.</summary>
    WeightGradientSum,

    /// <summary>db of those steps, summed.</summary>
    BiasGradientSum,
}
