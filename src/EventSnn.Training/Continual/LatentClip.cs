namespace EventSnn.Training.Continual;

/// <summary>A clip as latent vectors, one every 100 ms.</summary>
/// <param name="Vectors">The vectors in the order of time, at least one.</param>
/// <param name="Label">The class, from 0.</param>
/// <param name="Seconds">The clip's length.</param>
public sealed record LatentClip(IReadOnlyList<float[]> Vectors, int Label, double Seconds);
