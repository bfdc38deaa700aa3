namespace EventSnn.Training.Continual;

/// <summary>
/// The class-incremental protocol: the first half of the classes together, with all their training clips, then the others one by one
/// with few clips or all; after each, a test on the test clips of all classes so far.
/// </summary>
public sealed record ContinualProtocol
{
    /// <summary>Classes that are learned together at first.</summary>
    public required int BaseClasses { get; init; }

    /// <summary>Training clips of each further class; null for all of them.</summary>
    public int? Shots { get; init; }

    /// <summary>Decides the order of the classes and which clips are the few.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of classes to begin with for so many classes: 6 of 11, 8 of 15, 5 of 10.</summary>
    /// <param name="classes">All classes.</param>
    /// <returns>Half of them, rounded up.</returns>
    public static int HalfOf(int classes) => (classes + 1) / 2;
}
