namespace EventSnn.Training.Continual;

/// <summary>
/// The class-incremental protocol: the first half of the classes together, with all their training clips, then the others one by one
/// with little data or all; after each, a test on the test clips of all classes so far.
/// </summary>
public sealed record ContinualProtocol
{
    /// <summary>Classes that are learned together at first.</summary>
    public required int BaseClasses { get; init; }

    /// <summary>Training clips of each further class; null for all of them.</summary>
    public int? Shots { get; init; }

    /// <summary>Seconds of training clips of each further class, the last clip cut short; null for no limit.</summary>
    public double? Seconds { get; init; }

    /// <summary>Decides the order of the classes and which clips are the few.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of classes to begin with for so many classes: 6 of 11, 8 of 15, 5 of 10.</summary>
    /// <param name="classes">All classes.</param>
    /// <returns>Half of them, rounded up.</returns>
    public static int HalfOf(int classes) => (classes + 1) / 2;

    /// <summary>The training clips of a further class.</summary>
    /// <param name="clips">All of them, in the order in which they come.</param>
    /// <returns>Those that are shown.</returns>
    internal LatentClip[] Choose(IReadOnlyList<LatentClip> clips)
    {
        if (Shots is { } shots)
        {
            return [.. clips.Take(shots)];
        }

        if (Seconds is not { } left)
        {
            return [.. clips];
        }

        var chosen = new List<LatentClip>();
        foreach (LatentClip clip in clips.TakeWhile(_ => left > .05))
        {
            chosen.Add(clip.Until(left));
            left -= clip.Seconds;
        }

        return [.. chosen];
    }
}
