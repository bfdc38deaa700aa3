namespace EventSnn.Networks.Learning;

/// <summary>What a step does with its labels.</summary>
internal enum StepMode
{
    /// <summary>Nothing: no layer learns, and the stream counts as unlabelled.</summary>
    Infer,

    /// <summary>The clip that the label names goes on, but no layer learns from the step.</summary>
    Follow,

    /// <summary>Labelled streams are learned from.</summary>
    Learn,
}
