namespace EventSnn.Live.Pipeline;

/// <summary>What a pipeline is doing. <c>Events = Binned + Late + OutOfRange + PassedOver + SkippedEvents</c>.</summary>
/// <param name="Classes">The classes that it can tell.</param>
/// <param name="Layers">The model's layers; empty without a model.</param>
/// <param name="Teaching">The gesture that is being shown; null for none.</param>
/// <param name="TeachingSeconds">Seconds of it in this showing.</param>
/// <param name="UndoDepth">Showings that can be undone.</param>
/// <param name="Learning">Whether the model learns from labels.</param>
/// <param name="Paused">Whether events are passed over.</param>
/// <param name="Events">Events that came in.</param>
/// <param name="Binned">Events that the learner saw.</param>
/// <param name="Late">Events that came too late for their step.</param>
/// <param name="OutOfRange">Events outside the sensor.</param>
/// <param name="PassedOver">Events that came while paused.</param>
/// <param name="SkippedEvents">Events passed over because the learner could not follow, which the model has not seen either.</param>
/// <param name="SkippedSeconds">Event time without them, and without what a queue before the pipeline lost.</param>
/// <param name="EventSeconds">Event time that was worked through.</param>
/// <param name="Model">What the model has seen of it; null without one.</param>
/// <param name="Decided">Time from the last event of a step received to the decision.</param>
/// <param name="Sent">The same, to the decision sent to a page.</param>
/// <param name="RecordedEvents">Events in the session's recording.</param>
/// <param name="RecordingFull">Whether the recording reached its limit.</param>
public sealed record PipelineStatus(
    IReadOnlyList<ClassStatus> Classes,
    IReadOnlyList<LayerStatus> Layers,
    string? Teaching,
    double TeachingSeconds,
    int UndoDepth,
    bool Learning,
    bool Paused,
    long Events,
    long Binned,
    long Late,
    long OutOfRange,
    long PassedOver,
    long SkippedEvents,
    double SkippedSeconds,
    double EventSeconds,
    ModelFlow? Model,
    LatencyFigures Decided,
    LatencyFigures Sent,
    long RecordedEvents,
    bool RecordingFull)
{
    /// <summary>The share of event time that was skipped because the machine could not follow: by the model where there is one, in [0, 1].</summary>
    public double SkippedShare
    {
        get
        {
            double lost = Model?.SkippedSeconds ?? SkippedSeconds;
            double all = EventSeconds + SkippedSeconds;
            return all > 0 ? Math.Min(1, lost / all) : 0;
        }
    }
}
