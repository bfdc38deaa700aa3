namespace EventSnn.Training.Continual;

/// <summary>A clip as latent vectors.</summary>
/// <param name="Vectors">The vectors that it is asked by, in the order of time, at least one.</param>
/// <param name="Label">The class, from 0.</param>
/// <param name="Seconds">The clip's length.</param>
public sealed record LatentClip(IReadOnlyList<float[]> Vectors, int Label, double Seconds)
{
    /// <summary>More vectors to learn from: of the same clip, shifted, turned and scaled a little.</summary>
    public IReadOnlyList<float[]> Variants { get; init; } = [];

    /// <summary>Makes the clip's beginning, of so many seconds; null where a part of <see cref="Vectors"/> will do.</summary>
    public Func<double, LatentClip>? Begin { get; init; }

    /// <summary>The clip's beginning.</summary>
    /// <param name="seconds">Its length.</param>
    /// <returns>The clip itself where it is no longer.</returns>
    public LatentClip Until(double seconds)
    {
        if (seconds >= Seconds)
        {
            return this;
        }

        int kept = Math.Max(1, (int)Math.Round(Vectors.Count * seconds / Seconds));
        return Begin?.Invoke(seconds) ?? new LatentClip([.. Vectors.Take(kept)], Label, seconds);
    }
}
