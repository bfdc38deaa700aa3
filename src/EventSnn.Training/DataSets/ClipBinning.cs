using EventSnn.Events.Binning;

namespace EventSnn.Training.DataSets;

/// <summary>How clips become time steps.</summary>
/// <param name="StepMicroseconds">The length of a step in microseconds, at least 1.</param>
/// <param name="Downsample">Pixels summed into one input in each direction, at least 1.</param>
/// <param name="MaximumMicroseconds">Steps from here on are not kept (from the clip's first event); null for the whole clip.</param>
/// <param name="Motion">Four channels of motion besides OFF and ON; null for none.</param>
public sealed record ClipBinning(long StepMicroseconds, int Downsample = 1, long? MaximumMicroseconds = null, MotionOptions? Motion = null)
{
    /// <summary>The largest number of steps that a clip has.</summary>
    public int MaximumSteps => MaximumMicroseconds is { } limit
        ? (int)Math.Min(int.MaxValue, Math.Max(1, limit / StepMicroseconds))
        : int.MaxValue;
}
