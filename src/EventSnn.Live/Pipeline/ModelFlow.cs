namespace EventSnn.Live.Pipeline;

/// <summary>
/// What a model has seen of the stream. <c>Events = Seen + Skipped + Waiting + Late + OutOfRange + Saturated</c>, and every step that the camera's time
/// had is in <c>Steps + SkippedSteps</c>, but for gaps and breaks.
/// </summary>
/// <param name="Steps">Steps that were taken.</param>
/// <param name="SkippedSteps">Steps that were passed over because the machine could not follow.</param>
/// <param name="SkippedSeconds">Their event time, and that of events which were lost or passed over before the model.</param>
/// <param name="LearnedSteps">Labelled steps that were learned from.</param>
/// <param name="SparedSteps">Labelled steps that were taken but not learned from, because the machine could not follow.</param>
/// <param name="Events">Events that came to the model.</param>
/// <param name="Seen">Events in steps that were taken.</param>
/// <param name="Skipped">Events in steps that were passed over.</param>
/// <param name="Waiting">Events in the step that is being filled.</param>
/// <param name="Late">Events that came too late for their step.</param>
/// <param name="OutOfRange">Events outside the sensor.</param>
/// <param name="Saturated">Events beyond 65535 of one input in one step.</param>
public sealed record ModelFlow(
    long Steps,
    long SkippedSteps,
    double SkippedSeconds,
    long LearnedSteps,
    long SparedSteps,
    long Events,
    long Seen,
    long Skipped,
    long Waiting,
    long Late,
    long OutOfRange,
    long Saturated);
