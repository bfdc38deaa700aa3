using EventSnn.Training.Evaluation;

namespace EventSnn.Training.Continual;

/// <summary>How well clips of classes that are not known yet are told from clips of the first classes.</summary>
/// <param name="Distance">By the distance to the nearest class.</param>
/// <param name="Relative">By that distance less the one to the centre of all classes; null where the readout has none.</param>
/// <param name="Lead">By the winner's lead over the second class.</param>
/// <param name="Confidence">By the winner's probability after its temperature was fitted.</param>
public sealed record UnknownFigures(Rejection? Distance, Rejection? Relative, Rejection? Lead, Rejection? Confidence);
