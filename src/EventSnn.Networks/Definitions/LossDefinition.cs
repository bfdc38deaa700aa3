namespace EventSnn.Networks.Definitions;

/// <summary>The local loss.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Temperature">Divides the readout before the softmax; larger than 0.</param>
public sealed record LossDefinition(LossKind Kind, float Temperature = 1);
