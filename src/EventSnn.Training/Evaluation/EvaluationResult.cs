using EventSnn.Networks.Evaluation;

namespace EventSnn.Training.Evaluation;

/// <summary>The figures of a model on clips.</summary>
/// <param name="Confusion">True and predicted classes of the clips whose class the model knows.</param>
/// <param name="LayerAccuracy">Accuracy of each layer's own vote, 0 to 1.</param>
/// <param name="OverTime">Accuracy after each time, in order.</param>
/// <param name="Predictions">One per clip.</param>
/// <param name="Calibration">Whether confidence means what it says; null without known clips.</param>
/// <param name="Rejection">How well unknown classes are told from known ones by confidence; null without both.</param>
/// <param name="SpikeRates">The mean share of neurons that spike in a step, by layer.</param>
/// <param name="EventSeconds">Event time that was shown.</param>
/// <param name="WallSeconds">Time that it took.</param>
public sealed record EvaluationResult(
    ConfusionMatrix Confusion,
    IReadOnlyList<double> LayerAccuracy,
    IReadOnlyList<AccuracyAt> OverTime,
    IReadOnlyList<ClipPrediction> Predictions,
    Calibration? Calibration,
    Rejection? Rejection,
    IReadOnlyList<double> SpikeRates,
    double EventSeconds,
    double WallSeconds)
{
    /// <summary>The share of clips whose class was predicted, 0 to 1; 0 without clips.</summary>
    public double Accuracy => Confusion.Accuracy ?? 0;

    /// <summary>The time in milliseconds after onset at which accuracy first exceeds 90 % of its final value; null where it never does.</summary>
    public double? FirstDecisionMilliseconds => OverTime.FirstOrDefault(a => a.Accuracy > .9 * Accuracy)?.Milliseconds;
}
