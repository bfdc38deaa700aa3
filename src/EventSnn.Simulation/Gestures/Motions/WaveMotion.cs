using System.Numerics;
using EventSnn.Events.Random;
using EventSnn.Simulation.Gestures.Body;

namespace EventSnn.Simulation.Gestures.Motions;

/// <summary>One hand is up and waves: the forearm swings about the elbow, the hand follows a little later.</summary>
internal sealed class WaveMotion : GestureMotion
{
    private readonly bool right;
    private readonly Rhythm rhythm;
    private readonly float swing;
    private readonly float lean;
    private readonly float handSwing;
    private readonly float lag;
    private readonly float forward;
    private readonly float openness;
    private readonly Vector3 elbow;
    private readonly Func<double, Vector3> drift;
    private readonly Func<double, Vector3> otherDrift;

    public WaveMotion(RandomStream style, RandomStream trial, Subject person, bool right)
    {
        this.right = right;
        rhythm = new Rhythm(trial, style.NextBetween(1.2, 2.4) * person.Tempo * trial.NextBetween(0.9, 1.1));
        swing = (float)(style.NextBetween(0.3, 0.65) * person.Amplitude);
        lean = (float)(style.NextBetween(-0.25, 0.3) + trial.NextBetween(-0.05, 0.05));
        handSwing = (float)style.NextBetween(0.1, 0.5);
        lag = (float)style.NextBetween(0.3, 1.0);
        forward = (float)style.NextBetween(0.15, 0.5);
        openness = (float)style.NextBetween(0.4, 1.0);
        float raise = (float)style.NextBetween(0.0, 0.45);
        elbow = (0.30f * Vector3.Normalize(new Vector3(0.35f + (0.5f * raise), 0.95f - (0.6f * raise), 0.25f))) + Scatter(trial, 0.015);
        drift = Drift(trial, 0.008);
        otherDrift = Drift(trial, 0.006);
    }

    public override BodyTarget At(double seconds)
    {
        double phase = rhythm.Phase(seconds);
        float amplitude = swing * rhythm.Amplitude(seconds);
        float angle = lean + (amplitude * MathF.Sin((float)phase));
        float late = handSwing * MathF.Sin((float)phase - lag);
        Vector3 forearm = Vector3.Normalize(new Vector3(MathF.Sin(angle), -MathF.Cos(angle), forward));

        // The elbow gives way a little against the hand.
        Vector3 joint = elbow + drift(seconds) - new Vector3(0.03f * amplitude * MathF.Sin((float)phase), 0, 0);
        var arm = new ArmTarget(joint + (0.27f * forearm), joint, new Vector3(late, 0, 0.1f), openness);
        ArmTarget rest = ArmTarget.Rest with { Wrist = ArmTarget.Rest.Wrist + otherDrift(seconds) };
        return right ? new BodyTarget(arm, rest) : new BodyTarget(rest, arm);
    }
}
