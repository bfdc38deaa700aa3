using EventSnn.Events.Binning;

namespace EventSnn.Networks.EndToEnd;

/// <summary>A clip and what it shows.</summary>
/// <param name="Steps">The clip.</param>
/// <param name="Label">Its class, from 0.</param>
public readonly record struct LabelledClip(StepSequence Steps, int Label);
