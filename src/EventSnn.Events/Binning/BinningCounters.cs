namespace EventSnn.Events.Binning;

/// <summary>What a <see cref="TimeBinner"/> did. <c>In = Binned + Late + OutOfRange</c> at every moment.</summary>
/// <param name="In">Events received.</param>
/// <param name="Binned">Events counted into a step.</param>
/// <param name="Late">Events whose step was already closed; dropped.</param>
/// <param name="OutOfRange">Events outside the sensor; dropped.</param>
/// <param name="Saturated">Events counted as binned that did not raise a count that was already 65535.</param>
/// <param name="Steps">Steps emitted, empty ones included.</param>
/// <param name="EmptySteps">Steps emitted without an event.</param>
/// <param name="SkippedSteps">Steps not emitted, because a gap was longer than <see cref="BinningOptions.MaximumGap"/>.</param>
public readonly record struct BinningCounters(
    long In, long Binned, long Late, long OutOfRange, long Saturated, long Steps, long EmptySteps, long SkippedSteps)
{
    /// <summary>The sum of two.</summary>
    /// <param name="other">What another binner did.</param>
    /// <returns>What both did.</returns>
    public BinningCounters Plus(BinningCounters other) => new(
        In + other.In, Binned + other.Binned, Late + other.Late, OutOfRange + other.OutOfRange, Saturated + other.Saturated, Steps + other.Steps, EmptySteps + other.EmptySteps,
        SkippedSteps + other.SkippedSteps);
}
