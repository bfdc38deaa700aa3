using EventSnn.Networks.Continual;

namespace EventSnn.Live.Pipeline;

/// <summary>What the pipeline believes at a moment.</summary>
/// <param name="Kind">Gesture, unknown, no gesture, or nothing taught yet.</param>
/// <param name="Name">The gesture's name; null where it is none.</param>
/// <param name="Confidence">In [0, 1].</param>
/// <param name="Timestamp">Event time in microseconds.</param>
/// <param name="Scores">One probability per class, in the order of the status' classes.</param>
/// <param name="ReceivedAt">Host time at which the last event was received, in ticks of Stopwatch; 0 where nothing came.</param>
public sealed record LiveDecision(DecisionKind Kind, string? Name, double Confidence, long Timestamp, IReadOnlyList<double> Scores, long ReceivedAt);
