namespace EventSnn.Training.Baselines;

/// <summary>One learner's figures of a single pass.</summary>
/// <param name="Learner">Its name.</param>
/// <param name="Accuracy">The share of clips that were right before they were learned from. Clips of a class never seen before count as wrong.</param>
/// <param name="Faded">The same with a fading factor of .99 at the end of the pass.</param>
/// <param name="Test">Accuracy after the pass on test clips; null without any.</param>
/// <param name="Curve">Faded accuracy after every tenth clip.</param>
public sealed record PrequentialFigures(string Learner, double Accuracy, double Faded, double? Test, IReadOnlyList<double> Curve);
