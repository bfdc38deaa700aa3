namespace EventSnn.Networks.Continual;

/// <summary>What a <see cref="ContinualLearner"/> believes at a moment.</summary>
/// <param name="Kind">Gesture, unknown, no gesture, or nothing learned yet.</param>
/// <param name="Class">The likeliest class; -1 where there is none.</param>
/// <param name="Confidence">Its probability, calibrated, in [0, 1].</param>
/// <param name="Strangeness">How far the moment is from all that was learned, as a multiple of what is usual; above 1 it is unknown.</param>
/// <param name="Probabilities">One per class, sum 1.</param>
public sealed record ContinualDecision(DecisionKind Kind, int Class, double Confidence, double Strangeness, IReadOnlyList<double> Probabilities);
