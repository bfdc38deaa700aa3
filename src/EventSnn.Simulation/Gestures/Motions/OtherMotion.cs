using System.Numerics;
using EventSnn.Events.Random;
using EventSnn.Simulation.Gestures.Body;

namespace EventSnn.Simulation.Gestures.Motions;

/// <summary>
/// A gesture that the person invented: each hand sways on a line or a figure of its own, one hand, both alike, or both
/// against each other. Large upright circles of one hand and raised waving are left to their own classes.
/// </summary>
internal sealed class OtherMotion : GestureMotion
{
    private readonly Rhythm rhythm;
    private readonly Vector3 centre;
    private readonly Vector3 first;
    private readonly Vector3 second;
    private readonly int harmonic;
    private readonly float leftShift;
    private readonly bool useRight;
    private readonly bool useLeft;
    private readonly float openness;
    private readonly Func<double, Vector3> drift;

    private OtherMotion(RandomStream style, RandomStream trial, Subject person, Invention invention)
    {
        rhythm = new Rhythm(trial, style.NextBetween(invention.SlowHz, invention.FastHz) * person.Tempo * trial.NextBetween(0.92, 1.08));
        centre = invention.Centre + Scatter(style, 0.04) + Scatter(trial, 0.015);
        first = (invention.First + Scatter(style, 0.02)) * (float)person.Amplitude;
        second = (invention.Second + Scatter(style, 0.01)) * (float)person.Amplitude;
        harmonic = invention.Harmonic;
        leftShift = invention.LeftShift;
        useRight = invention.Hands != 1;
        useLeft = invention.Hands != 0;
        openness = (float)style.NextBetween(0.1, 0.9);
        drift = Drift(trial, 0.015);
    }

    public static OtherMotion Create(RandomStream style, RandomStream trial, Subject person)
    {
        int hand = style.NextInt32(2);
        Invention[] inventions =
        [
            // Flapping: both arms rise and sink sideways.
            new(2, 0.9, 1.6, new(0.38f, 0.12f, 0.12f), new(0.03f, 0.28f, 0), Vector3.Zero, 1, 0),

            // Boxing: fists go forward by turns.
            new(2, 1.4, 2.4, new(0.02f, 0.10f, 0.33f), new(-0.05f, -0.03f, 0.16f), Vector3.Zero, 1, MathF.PI),

            // Swiping: one straight arm goes from side to side at chest height.
            new(hand, 0.7, 1.3, new(0.05f, 0.18f, 0.38f), new(0.34f, 0, 0.02f), new(0, 0.02f, 0.06f), 2, 0),

            // Pulling a rope: both hands together, up and down before the face.
            new(2, 0.8, 1.5, new(-0.14f, 0.02f, 0.28f), new(0, 0.26f, 0.05f), Vector3.Zero, 1, 0.4f),

            // Opening curtains: both hands from the middle outwards and back.
            new(2, 0.7, 1.4, new(0.12f, 0.02f, 0.3f), new(0.28f, 0.03f, 0), new(0, 0.05f, 0), 2, 0),

            // A lying eight with one hand.
            new(hand, 0.6, 1.1, new(0.05f, 0.15f, 0.34f), new(0.26f, 0, 0), new(0, 0.12f, 0), 2, 0),

            // Beckoning: one hand comes and goes before the chest.
            new(hand, 1.2, 2.2, new(0.02f, 0.12f, 0.3f), new(-0.02f, -0.12f, -0.14f), Vector3.Zero, 1, 0),
        ];
        return new OtherMotion(style, trial, person, inventions[style.NextInt32(inventions.Length)]);
    }

    public override BodyTarget At(double seconds)
    {
        double phase = rhythm.Phase(seconds);
        float amplitude = rhythm.Amplitude(seconds);
        Vector3 sway = drift(seconds);
        ArmTarget right = useRight ? Arm(phase, amplitude, sway) : ArmTarget.Rest;
        ArmTarget left = useLeft ? Arm(phase + leftShift, amplitude, sway) : ArmTarget.Rest;
        return new BodyTarget(right, left);
    }

    private ArmTarget Arm(double phase, float amplitude, Vector3 sway)
    {
        Vector3 wrist = centre + sway
            + (first * (amplitude * (float)Math.Sin(phase)))
            + (second * (amplitude * (float)Math.Sin(harmonic * phase)));
        return new ArmTarget(wrist, new Vector3(0.7f, 0.8f, -0.2f), new Vector3(0, 0, 0.1f), openness);
    }

    /// <summary>A kind of movement that a person may invent.</summary>
    /// <param name="Hands">0 right, 1 left, 2 both.</param>
    /// <param name="SlowHz">Slowest repetition.</param>
    /// <param name="FastHz">Fastest repetition.</param>
    /// <param name="Centre">Middle of the movement, from the shoulder.</param>
    /// <param name="First">Half of the movement.</param>
    /// <param name="Second">A part at a multiple of the frequency.</param>
    /// <param name="Harmonic">Which multiple.</param>
    /// <param name="LeftShift">How much later in phase the left hand is.</param>
    private readonly record struct Invention(
        int Hands, double SlowHz, double FastHz, Vector3 Centre, Vector3 First, Vector3 Second, int Harmonic, float LeftShift);
}
