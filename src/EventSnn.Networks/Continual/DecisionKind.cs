namespace EventSnn.Networks.Continual;

/// <summary>What a <see cref="ContinualDecision"/> says.</summary>
public enum DecisionKind
{
    /// <summary>Nothing was learned yet.</summary>
    Untaught,

    /// <summary>Too few events for a gesture.</summary>
    NoGesture,

    /// <summary>Something is going on, but nothing that was learned.</summary>
    Unknown,

    /// <summary>A gesture that was learned.</summary>
    Gesture,
}
