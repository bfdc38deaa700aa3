namespace EventSnn.Events.Streams;

/// <summary>
/// Anything that travels through a stream: an <see cref="Batches.EventBatch"/>, a <see cref="Binning.StepBatch"/>, or a
/// <see cref="StreamNotice"/> about something that is not events: a reset, a gap, a drop, a disconnect.
/// </summary>
public abstract class StreamItem
{
}
