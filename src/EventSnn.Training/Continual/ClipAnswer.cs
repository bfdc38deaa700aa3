namespace EventSnn.Training.Continual;

/// <summary>What a readout says of a clip.</summary>
/// <param name="Class">The class.</param>
/// <param name="Scores">Mean score of every class.</param>
/// <param name="Strangeness">How strange the readout says that it is.</param>
/// <param name="Distance">Its distance to the nearest class.</param>
/// <param name="Lead">The winner's lead over the second class.</param>
/// <param name="Confidence">The winner's probability, 0 to 1; 0 where it was not asked for.</param>
internal readonly record struct ClipAnswer(int Class, double[] Scores, double Strangeness, double Distance, double Lead, double Confidence);
