using EventSnn.Events.Binning;

namespace EventSnn.Training.Runs;

/// <summary>The clips of one mini-batch, cut and varied. Its buffers are used again for a later batch.</summary>
/// <param name="stepMicroseconds">The length of a step.</param>
/// <param name="capacity">Clips in a full batch.</param>
internal sealed class PreparedBatch(long stepMicroseconds, int capacity)
{
    /// <summary>Clips in this batch.</summary>
    public int Count { get; set; }

    /// <summary>The steps of each clip: one of the buffers, or a kept clip as it is.</summary>
    public StepSequence[] Steps { get; } = new StepSequence[capacity];

    /// <summary>The first step of each clip that is shown.</summary>
    public int[] Starts { get; } = new int[capacity];

    /// <summary>How many steps of each clip are shown.</summary>
    public int[] Lengths { get; } = new int[capacity];

    /// <summary>The model's class of each clip.</summary>
    public int[] Labels { get; } = new int[capacity];

    /// <summary>Own memory for varied clips.</summary>
    public StepSequence[] Buffers { get; } = [.. Enumerable.Range(0, capacity).Select(_ => new StepSequence(stepMicroseconds))];
}
