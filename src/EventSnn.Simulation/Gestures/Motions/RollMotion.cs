using System.Numerics;
using EventSnn.Events.Random;
using EventSnn.Simulation.Gestures.Body;

namespace EventSnn.Simulation.Gestures.Motions;

/// <summary>Both forearms, level in front of the chest, turn around each other.</summary>
internal sealed class RollMotion : GestureMotion
{
    private readonly Rhythm rhythm;
    private readonly float direction;
    private readonly Vector3 centre;
    private readonly float radius;
    private readonly float overlap;
    private readonly float openness;
    private readonly float shoulder;
    private readonly Func<double, Vector3> drift;

    public RollMotion(RandomStream style, RandomStream trial, Subject person)
    {
        rhythm = new Rhythm(trial, style.NextBetween(1.2, 2.4) * person.Tempo * trial.NextBetween(0.92, 1.08));
        direction = style.NextDouble() < 0.75 ? 1 : -1;
        centre = new Vector3(0, (float)style.NextBetween(0.17, 0.30), (float)style.NextBetween(0.24, 0.32)) + Scatter(trial, 0.015);
        radius = (float)(style.NextBetween(0.08, 0.13) * person.Amplitude);
        overlap = (float)style.NextBetween(0.02, 0.10);
        openness = (float)style.NextBetween(0.0, 0.4);
        shoulder = person.ShoulderHalfWidth;
        drift = Drift(trial, 0.01);
    }

    public override BodyTarget At(double seconds)
    {
        double phase = direction * rhythm.Phase(seconds);
        Vector3 middle = centre + drift(seconds);
        return new BodyTarget(Arm(middle, phase, seconds), Arm(middle with { X = -middle.X }, phase + Math.PI, seconds));
    }

    private ArmTarget Arm(Vector3 middle, double phase, double seconds)
    {
        float r = radius * rhythm.Amplitude(seconds);
        var turn = new Vector3(0.015f * (float)Math.Cos(phase + 0.6), r * (float)Math.Sin(phase), 0.85f * r * (float)Math.Cos(phase));
        Vector3 wrist = middle + turn + new Vector3(-shoulder - overlap + 0.04f, 0, 0);
        return new ArmTarget(wrist, new Vector3(0.9f, 0.6f, -0.1f), new Vector3(-0.4f, 0, 0), openness);
    }
}
