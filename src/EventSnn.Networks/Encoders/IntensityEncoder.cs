using EventSnn.Events.Geometry;

namespace EventSnn.Networks.Encoders;

/// <summary>An encoder of intensities in [0, 1], one ON pixel per value, row by row.</summary>
public abstract class IntensityEncoder : SampleEncoder
{
    /// <summary>Creates the shared part.</summary>
    /// <param name="size">Columns and rows of the picture.</param>
    /// <param name="sampleMicroseconds">How long a picture is shown.</param>
    /// <param name="stepMicroseconds">The grid of spike times, at least 1 us, at most the time of a picture.</param>
    protected IntensityEncoder(SensorSize size, long sampleMicroseconds, long stepMicroseconds)
        : base(size, size.Pixels, sampleMicroseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepMicroseconds, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stepMicroseconds, sampleMicroseconds);
        StepMicroseconds = stepMicroseconds;
    }

    /// <summary>The grid of spike times in microseconds.</summary>
    public long StepMicroseconds { get; }

    /// <summary>Steps in a picture.</summary>
    public long Steps => SampleMicroseconds / StepMicroseconds;

    /// <inheritdoc/>
    protected sealed override (float Low, float High) Range => (0, 1);

    /// <summary>Adds the spike of a value in a step.</summary>
    /// <param name="start">The first microsecond of the picture.</param>
    /// <param name="step">From 0.</param>
    /// <param name="value">Which value.</param>
    protected void AddSpike(long start, long step, int value) =>
        Add(start + (step * StepMicroseconds), value % Size.Width, value / Size.Width, 1);

    /// <summary>Checks a highest rate against the step: at most one spike per step.</summary>
    /// <param name="maximumHertz">The rate of a value of 1.</param>
    /// <returns>Spikes per step of a value of 1, in (0, 1].</returns>
    protected double SpikesPerStep(double maximumHertz)
    {
        double perStep = maximumHertz * StepMicroseconds * 1e-6;
        return perStep > 0 && perStep <= 1 + 1e-9
            ? Math.Min(1, perStep)
            : throw new ArgumentOutOfRangeException(
                nameof(maximumHertz), maximumHertz, $"A step of {StepMicroseconds} us holds rates above 0 and up to {1e6 / StepMicroseconds} Hz.");
    }
}
