using System.Numerics;
using EventSnn.Events.Binning;

namespace EventSnn.Networks.CurrentStep;

/// <summary>One step of one stream in a mini-batch.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="State">The stream; each at most once in a mini-batch.</param>
/// <param name="Steps">Where its steps are.</param>
/// <param name="Step">Which of them.</param>
/// <param name="Label">The class, or -1 where none is known.</param>
public readonly record struct CurrentStepSample<T>(CurrentStepState<T> State, StepSequence Steps, int Step, int Label)
    where T : struct, IFloatingPointIeee754<T>;
