using EventSnn.Simulation.Cameras;
using EventSnn.Simulation.Gestures.Light;

namespace EventSnn.Simulation.DataSets;

/// <summary>What a simulated gesture data set consists of.</summary>
public sealed record GestureDataSetOptions
{
    /// <summary>Persons, 1 to 99. The DvsGesture set has 29.</summary>
    public int Subjects { get; init; } = 29;

    /// <summary>How many of them, the last ones, are for testing; null for the share of the DvsGesture set (6 of 29).</summary>
    public int? TestSubjects { get; init; }

    /// <summary>Lightings in which every person is recorded.</summary>
    public IReadOnlyList<Lighting> Lightings { get; init; } = [Lighting.Fluorescent, Lighting.Led, Lighting.Natural];

    /// <summary>Length of every gesture in seconds, 0.1 to 600.</summary>
    public double Seconds { get; init; } = 2;

    /// <summary>Length of every gesture of a test subject in seconds; null for <see cref="Seconds"/>.</summary>
    public double? TestSeconds { get; init; }

    /// <summary>Time between two gestures in seconds, 0.1 to 60.</summary>
    public double GapSeconds { get; init; } = 0.5;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The camera; 128 x 128 in the DvsGesture set.</summary>
    public CameraModel Camera { get; init; } = CameraModels.Dvs128;

    /// <summary>The number of test subjects that results.</summary>
    public int EffectiveTestSubjects => TestSubjects ?? (Subjects == 1 ? 0 : Math.Max(1, (int)Math.Round(Subjects * 6.0 / 29)));

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Subjects, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Subjects, 99);
        ArgumentOutOfRangeException.ThrowIfNegative(EffectiveTestSubjects, nameof(TestSubjects));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(EffectiveTestSubjects, Subjects, nameof(TestSubjects));
        ArgumentOutOfRangeException.ThrowIfZero(Lightings.Count, nameof(Lightings));
        ArgumentOutOfRangeException.ThrowIfLessThan(Seconds, 0.1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Seconds, 600);
        ArgumentOutOfRangeException.ThrowIfLessThan(TestSeconds ?? Seconds, 0.1, nameof(TestSeconds));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(TestSeconds ?? Seconds, 600, nameof(TestSeconds));
        ArgumentOutOfRangeException.ThrowIfLessThan(GapSeconds, 0.1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(GapSeconds, 60);
    }
}
