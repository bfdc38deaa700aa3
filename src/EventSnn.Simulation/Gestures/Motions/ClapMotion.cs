using System.Numerics;
using EventSnn.Events.Random;
using EventSnn.Simulation.Gestures.Body;

namespace EventSnn.Simulation.Gestures.Motions;

/// <summary>Both hands meet in front of the chest; the line along which they part is anything from level to steep.</summary>
internal sealed class ClapMotion : GestureMotion
{
    private readonly Rhythm rhythm;
    private readonly Vector3 meeting;
    private readonly float gap;
    private readonly float tilt;
    private readonly float share;
    private readonly float openness;
    private readonly float shoulder;
    private readonly Func<double, Vector3> drift;

    public ClapMotion(RandomStream style, RandomStream trial, Subject person)
    {
        rhythm = new Rhythm(trial, style.NextBetween(1.8, 3.2) * person.Tempo * trial.NextBetween(0.92, 1.08));
        meeting = new Vector3(0, (float)style.NextBetween(0.12, 0.27), (float)style.NextBetween(0.24, 0.34)) + Scatter(trial, 0.02);
        gap = (float)(style.NextBetween(0.14, 0.26) * person.Amplitude);
        tilt = (float)(style.NextBetween(-1.2, 1.2) + trial.NextBetween(-0.1, 0.1));
        share = (float)style.NextBetween(0.35, 0.65);
        openness = (float)style.NextBetween(0.3, 0.7);
        shoulder = person.ShoulderHalfWidth;
        drift = Drift(trial, 0.01);
    }

    public override BodyTarget At(double seconds)
    {
        double phase = rhythm.Phase(seconds);

        // Hands stay apart longer than together: the second harmonic sharpens the meeting.
        float apart = (float)(0.5 + (0.5 * Math.Cos(phase)) + (0.12 * (Math.Cos(2 * phase) - 1)));
        apart = Math.Max(apart, 0) * gap * rhythm.Amplitude(seconds);
        Vector3 middle = meeting + drift(seconds);
        var line = new Vector3(MathF.Cos(tilt), MathF.Sin(tilt), 0);

        // In the picture's own x; an arm's target is mirrored and seen from its shoulder. Palms are 3 cm from the middle.
        Vector3 right = middle - (line * ((share * 2 * apart) + 0.03f));
        Vector3 left = middle + (line * (((1 - share) * 2 * apart) + 0.03f));
        return new BodyTarget(
            Arm(new Vector3(-right.X - shoulder, right.Y, right.Z)),
            Arm(new Vector3(left.X - shoulder, left.Y, left.Z)));
    }

    private ArmTarget Arm(Vector3 wrist) => new(
        wrist - new Vector3(-0.07f, -0.04f, 0.06f), new Vector3(0.7f, 0.7f, -0.2f), new Vector3(-0.2f, -0.5f, 0.2f), openness);
}
