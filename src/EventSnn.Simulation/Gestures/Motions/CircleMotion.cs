using System.Numerics;
using EventSnn.Events.Random;
using EventSnn.Simulation.Gestures.Body;

namespace EventSnn.Simulation.Gestures.Motions;

/// <summary>
/// One arm draws a large circle in front of the body. Only the sign of the phase tells the two directions apart; all else
/// is drawn from the same distribution, so a classifier must see the motion to tell them.
/// </summary>
internal sealed class CircleMotion : GestureMotion
{
    private readonly bool right;
    private readonly float direction;
    private readonly Rhythm rhythm;
    private readonly Vector3 centre;
    private readonly float radiusX;
    private readonly float radiusY;
    private readonly float depth;
    private readonly float tilt;
    private readonly float openness;
    private readonly Wander breath;
    private readonly Func<double, Vector3> drift;
    private readonly Func<double, Vector3> otherDrift;

    public CircleMotion(RandomStream style, RandomStream trial, Subject person, bool right, bool clockwise)
    {
        this.right = right;

        // Clockwise for the person is counter-clockwise in the picture. In the picture, with y down, a growing angle turns
        // clockwise; the arm on the left of the picture is mirrored, which turns it once more.
        direction = clockwise == right ? 1 : -1;
        rhythm = new Rhythm(trial, style.NextBetween(0.75, 1.3) * person.Tempo * trial.NextBetween(0.9, 1.1));
        centre = new Vector3((float)style.NextBetween(0.08, 0.26), (float)style.NextBetween(-0.04, 0.10), (float)style.NextBetween(0.22, 0.34)) + Scatter(trial, 0.02);
        double radius = style.NextBetween(0.26, 0.40) * person.Amplitude;
        radiusX = (float)(radius * style.NextBetween(0.85, 1.1));
        radiusY = (float)(radius * style.NextBetween(0.9, 1.15));
        depth = (float)style.NextBetween(-0.14, 0.14);
        tilt = (float)style.NextBetween(-0.5, 0.5);
        openness = (float)style.NextBetween(0.0, 0.6);
        breath = new Wander(trial, 0.2, 0.9, 0.06);
        drift = Drift(trial, 0.015);
        otherDrift = Drift(trial, 0.006);
    }

    public override BodyTarget At(double seconds)
    {
        double phase = direction * rhythm.Phase(seconds);
        float size = rhythm.Amplitude(seconds) + breath.At(seconds);
        float cosine = MathF.Cos((float)phase);
        float sine = MathF.Sin((float)phase);
        float x = radiusX * size * cosine;
        float y = radiusY * size * sine;
        var offset = new Vector3(
            (x * MathF.Cos(tilt)) - (y * MathF.Sin(tilt)), (x * MathF.Sin(tilt)) + (y * MathF.Cos(tilt)), depth * sine);
        Vector3 wrist = centre + drift(seconds) + offset;
        var arm = new ArmTarget(wrist, new Vector3(0.8f, 0.7f, -0.1f), new Vector3(0, 0, 0.1f), openness);
        ArmTarget rest = ArmTarget.Rest with { Wrist = ArmTarget.Rest.Wrist + otherDrift(seconds) };
        return right ? new BodyTarget(arm, rest) : new BodyTarget(rest, arm);
    }
}
