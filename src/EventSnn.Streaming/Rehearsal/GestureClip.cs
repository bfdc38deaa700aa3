using EventSnn.Events.Binning;

namespace EventSnn.Streaming.Rehearsal;

/// <summary>A labelled piece of a stream that is kept, to be learned from again.</summary>
/// <param name="Steps">The time steps.</param>
/// <param name="Label">The class, from 0.</param>
public sealed record GestureClip(StepSequence Steps, int Label);
