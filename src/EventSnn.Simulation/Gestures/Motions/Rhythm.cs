using EventSnn.Events.Random;

namespace EventSnn.Simulation.Gestures.Motions;

/// <summary>A repeated movement as a person does it: the tempo sways, and so does the amplitude.</summary>
internal sealed class Rhythm
{
    private readonly double hertz;
    private readonly double start;
    private readonly Wander tempo;
    private readonly Wander amplitude;

    public Rhythm(RandomStream random, double hertz, double irregularity = 1)
    {
        this.hertz = hertz;
        start = random.NextBetween(0, 2 * Math.PI);
        tempo = new Wander(random, 0.15, Math.Max(0.3, hertz * 0.6), 0.35 * irregularity, 3);
        amplitude = new Wander(random, 0.15, Math.Max(0.3, hertz * 0.5), 0.10 * irregularity, 3);
    }

    /// <summary>The phase in radians; grows by 2 pi per repetition, a little faster and slower by turns.</summary>
    public double Phase(double seconds) => start + (2 * Math.PI * hertz * seconds) + tempo.At(seconds);

    /// <summary>About 1.</summary>
    public float Amplitude(double seconds) => 1 + Math.Clamp(amplitude.At(seconds), -0.35f, 0.35f);
}
