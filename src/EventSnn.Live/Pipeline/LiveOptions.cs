using EventSnn.Events.Binning;
using EventSnn.Events.Geometry;
using EventSnn.Live.CatchUp;
using EventSnn.Networks.Continual;

namespace EventSnn.Live.Pipeline;

/// <summary>How a live session runs.</summary>
public sealed record LiveOptions
{
    /// <summary>The length of a time step in microseconds of the learner. Default 10 ms.</summary>
    public long StepMicroseconds { get; init; } = 10_000;

    /// <summary>A decision is made so often, in microseconds of event time. Default 50 ms.</summary>
    public long DecisionMicroseconds { get; init; } = 50_000;

    /// <summary>The layer whose spike counts the learner sees.</summary>
    public SpikeCountOptions Spikes { get; init; } = new() { Channels = 32 };

    /// <summary>How much of the past the spike counts tell: their time constant in microseconds. Default 400 ms.</summary>
    public long MemoryMicroseconds { get; init; } = 400_000;

    /// <summary>Motion as input of that layer besides polarities; null for none. A step is a whole number of its fine steps.</summary>
    public MotionOptions? Motion { get; init; } = new() { FineMicroseconds = 10_000 };

    /// <summary>Counts and motion on a grid in place of spike counts, as a control; null for spike counts.</summary>
    public LatentOptions? Grid { get; init; }

    /// <summary>When it says "unknown" and "no gesture".</summary>
    public ContinualOptions Learner { get; init; } = new();

    /// <summary>What happens when the machine cannot follow the camera.</summary>
    public CatchUpOptions CatchUp { get; init; } = new();

    /// <summary>The most bytes of events that the session's recording keeps; then it stops and says so. Default 512 MB.</summary>
    public long RecordingBytes { get; init; } = 512L << 20;

    /// <summary>How the events of a sensor become the learner's steps.</summary>
    /// <param name="size">The sensor.</param>
    /// <returns>Steps of 16 rows or columns at most in the shorter direction; 32 for the grid.</returns>
    public BinningOptions BinningFor(SensorSize size)
    {
        int inputs = Grid is null ? 16 : 32;
        return new BinningOptions
        {
            Size = size,
            StepMicroseconds = StepMicroseconds,
            Downsample = Math.Max(1, (Math.Min(size.Width, size.Height) + inputs - 1) / inputs),
            Motion = Grid is null ? Motion : null,
        };
    }

    internal ILatentEncoder CreateEncoder(InputShape shape) => Grid is null
        ? new SpikeTraceEncoder(shape, StepMicroseconds, MemoryMicroseconds, Spikes) : new LatentEncoder(shape, StepMicroseconds, Grid);
}
