namespace EventSnn.Training.Continual;

/// <summary>What a readout reaches that learned all clips of all classes together: the measure for one that learned class by class.</summary>
/// <param name="Accuracy">Share of all test clips that are right, in [0, 1].</param>
/// <param name="NewAccuracy">The same of the classes that come one by one elsewhere.</param>
/// <param name="JustTaught">The same of those classes, each asked when it had just come, everything so far learned together. NaN where it was not computed.</param>
/// <param name="OldLoss">What one more class costs those before it: mean over all additions, everything so far learned together. NaN where it was not computed.</param>
public sealed record JointFigures(double Accuracy, double NewAccuracy, double JustTaught, double OldLoss);
