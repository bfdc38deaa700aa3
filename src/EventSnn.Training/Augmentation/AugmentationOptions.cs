namespace EventSnn.Training.Augmentation;

/// <summary>How a clip is varied each time it is learned from. Everything is off at 0. Never applied to what is predicted or tested.</summary>
public sealed record AugmentationOptions
{
    /// <summary>Largest shift in each direction, as a share of the input's width, in [0, .5].</summary>
    public double Shift { get; init; }

    /// <summary>Largest rotation in degrees, in [0, 45].</summary>
    public double Rotation { get; init; }

    /// <summary>Largest change of size, in [0, .5]: .1 draws a factor from .9 to 1.1.</summary>
    public double Scale { get; init; }

    /// <summary>Largest change of speed, in [0, .5]: .2 draws a factor from .8 to 1.2; steps are left out or shown twice.</summary>
    public double TimeWarp { get; init; }

    /// <summary>The largest share of events that is dropped, in [0, 1).</summary>
    public double Drop { get; init; }

    /// <summary>The share of inputs whose polarity is swapped, in [0, .5].</summary>
    public double PolarityNoise { get; init; }

    /// <summary>Whether anything is varied.</summary>
    public bool IsActive => Shift > 0 || Rotation > 0 || Scale > 0 || TimeWarp > 0 || Drop > 0 || PolarityNoise > 0;

    /// <summary>Checks every value.</summary>
    /// <exception cref="TrainingException">A value is outside its range.</exception>
    public void Validate()
    {
        Check(Shift, .5, nameof(Shift));
        Check(Rotation, 45, nameof(Rotation));
        Check(Scale, .5, nameof(Scale));
        Check(TimeWarp, .5, nameof(TimeWarp));
        Check(Drop, .99, nameof(Drop));
        Check(PolarityNoise, .5, nameof(PolarityNoise));
    }

    private static void Check(double value, double limit, string name)
    {
        if (!(value >= 0 && value <= limit))
        {
            throw new TrainingException($"Augmentation {name}: expected a number from 0 to {limit}, found {value}.");
        }
    }
}
