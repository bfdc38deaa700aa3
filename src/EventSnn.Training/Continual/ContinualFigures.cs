using EventSnn.Training.Evaluation;

namespace EventSnn.Training.Continual;

/// <summary>What one run of the protocol gave; accuracies in [0, 1].</summary>
/// <param name="BaseAccuracy">Of the first classes, when only they are known.</param>
/// <param name="FinalAccuracy">Mean over tasks at the end (the first classes are one task).</param>
/// <param name="AllAccuracy">Share of all test clips that are right at the end.</param>
/// <param name="BackwardTransfer">Mean change of a task from when it was learned to the end.</param>
/// <param name="Forgetting">Mean of how far a task is below its best at the end.</param>
/// <param name="NewAccuracy">Of the classes that came one by one, at the end.</param>
/// <param name="JustTaught">Of the same classes, each asked right after it was shown.</param>
/// <param name="OldLoss">What one new class costs the classes before it: mean over all additions of the accuracy before less that after.</param>
/// <param name="Prequential">Clips of new classes predicted right just before each was learned from, the first of each class left out.</param>
/// <param name="SecondsPerClass">Seconds of data of a new class, mean.</param>
/// <param name="ExpectedCalibrationError">Of the confidences over all test clips at the end, the temperature fitted on predictions that were made before learning.</param>
/// <param name="Unknown">How well clips of classes that are not known yet are told apart after the first task.</param>
/// <param name="Joint">The same readout after all clips of all classes, together.</param>
public sealed record ContinualFigures(
    double BaseAccuracy,
    double FinalAccuracy,
    double AllAccuracy,
    double BackwardTransfer,
    double Forgetting,
    double NewAccuracy,
    double JustTaught,
    double OldLoss,
    double Prequential,
    double SecondsPerClass,
    double? ExpectedCalibrationError,
    UnknownFigures Unknown,
    JointFigures Joint)
{
    /// <summary>Share of right clips of all classes known so far, after each task.</summary>
    public required IReadOnlyList<double> Curve { get; init; }
}
