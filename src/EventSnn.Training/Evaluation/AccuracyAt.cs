namespace EventSnn.Training.Evaluation;

/// <summary>A point of accuracy over time.</summary>
/// <param name="Milliseconds">Time since the clip's first event.</param>
/// <param name="Accuracy">The share of clips that are right by what was seen until then, 0 to 1. A clip that has ended keeps its last decision.</param>
public sealed record AccuracyAt(double Milliseconds, double Accuracy);
