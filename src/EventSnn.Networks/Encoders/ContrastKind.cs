namespace EventSnn.Networks.Encoders;

/// <summary>How a change of a signal becomes ON and OFF events.</summary>
public enum ContrastKind
{
    /// <summary>
    /// Delta modulation, what an event camera's pixel does: as often as |x - ref| exceeds the threshold, an event and ref += sign *
    /// threshold. Times lie on the straight line between two samples.
    /// </summary>
    Delta,

    /// <summary>Step forward: the same, at most one event per sample.</summary>
    StepForward,

    /// <summary>Moving window: an event where x differs from the mean of the last samples by more than the threshold; nothing is subtracted.</summary>
    MovingWindow,
}
