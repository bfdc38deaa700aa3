namespace EventSnn.Networks.Definitions;

/// <summary>The local loss between a layer's readout and the label.</summary>
public enum LossKind
{
    /// <summary>Mean over batch and classes of smooth-L1 (beta 1) to the one-hot label. DECOLLE.</summary>
    SmoothL1,

    /// <summary>Mean over the batch of -log softmax(r / temperature)[label].</summary>
    SoftmaxCrossEntropy,
}
