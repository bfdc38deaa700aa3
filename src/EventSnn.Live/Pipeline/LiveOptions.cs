using EventSnn.Networks.Continual;

namespace EventSnn.Live.Pipeline;

/// <summary>How a live session runs.</summary>
public sealed record LiveOptions
{
    /// <summary>The length of a time step in microseconds where no model says it. Default 5 ms.</summary>
    public long StepMicroseconds { get; init; } = 5_000;

    /// <summary>A decision is made so often, in microseconds of event time. Default 50 ms.</summary>
    public long DecisionMicroseconds { get; init; } = 50_000;

    /// <summary>What the learner sees of the events.</summary>
    public LatentOptions Latent { get; init; } = new();

    /// <summary>When it says "unknown" and "no gesture".</summary>
    public ContinualOptions Learner { get; init; } = new();

    /// <summary>The most bytes of events that the session's recording keeps; then it stops and says so. Default 512 MB.</summary>
    public long RecordingBytes { get; init; } = 512L << 20;
}
