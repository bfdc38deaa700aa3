namespace EventSnn.Training.Evaluation;

/// <summary>The predictions whose confidence lies in one interval.</summary>
/// <param name="From">Lower end of the interval.</param>
/// <param name="To">Upper end.</param>
/// <param name="Count">Predictions in it.</param>
/// <param name="Confidence">Their mean confidence; 0 where there are none.</param>
/// <param name="Accuracy">The share of them that is right; 0 where there are none.</param>
public sealed record CalibrationBin(double From, double To, int Count, double Confidence, double Accuracy);
