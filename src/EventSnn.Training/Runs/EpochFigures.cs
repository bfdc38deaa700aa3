namespace EventSnn.Training.Runs;

/// <summary>The figures of one epoch: one row of the learning curve.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Samples">Clips learned from since the start of the run.</param>
/// <param name="Loss">The mean local loss per step that learned, by layer.</param>
/// <param name="LearningAccuracy">
/// The share of clips whose steps, voting while they were being learned from, said the right class. It flatters: later steps of a
/// clip know its label.
/// </param>
/// <param name="ValidationAccuracy">Accuracy on the validation clips; null without any.</param>
/// <param name="ValidationLayers">The same by layer.</param>
/// <param name="SpikeRates">The mean share of neurons that spiked in a step, by layer.</param>
/// <param name="Seconds">Time that the epoch took, its validation included.</param>
public sealed record EpochFigures(
    int Epoch,
    long Samples,
    IReadOnlyList<double> Loss,
    double LearningAccuracy,
    double? ValidationAccuracy,
    IReadOnlyList<double>? ValidationLayers,
    IReadOnlyList<double> SpikeRates,
    double Seconds);
