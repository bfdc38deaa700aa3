namespace EventSnn.Training.Evaluation;

/// <summary>What was predicted of one clip.</summary>
/// <param name="Clip">Its index in the data set.</param>
/// <param name="Label">The model's class; -1 where the model does not know the clip's class.</param>
/// <param name="Predicted">The class that was predicted.</param>
/// <param name="Confidence">The mean probability of that class over the steps that voted, 0 to 1.</param>
public sealed record ClipPrediction(int Clip, int Label, int Predicted, double Confidence);
