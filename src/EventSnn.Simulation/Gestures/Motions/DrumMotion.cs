using System.Numerics;
using EventSnn.Events.Random;
using EventSnn.Simulation.Gestures.Body;

namespace EventSnn.Simulation.Gestures.Motions;

/// <summary>Both hands beat drums that are not there, mostly by turns.</summary>
internal sealed class DrumMotion : GestureMotion
{
    private readonly Rhythm right;
    private readonly double between;
    private readonly Vector3 drum;
    private readonly float lift;
    private readonly float spread;
    private readonly Wander balance;
    private readonly Func<double, Vector3> rightDrift;
    private readonly Func<double, Vector3> leftDrift;

    public DrumMotion(RandomStream style, RandomStream trial, Subject person)
    {
        right = new Rhythm(trial, style.NextBetween(1.5, 2.8) * person.Tempo * trial.NextBetween(0.92, 1.08));
        between = Math.PI + style.NextBetween(-0.5, 0.5);
        drum = new Vector3((float)style.NextBetween(-0.12, 0.02), (float)style.NextBetween(0.30, 0.42), (float)style.NextBetween(0.28, 0.36)) + Scatter(trial, 0.015);
        lift = (float)(style.NextBetween(0.22, 0.42) * person.Amplitude);
        spread = (float)style.NextBetween(-0.04, 0.06);
        balance = new Wander(trial, 0.3, 1.2, 0.12);
        rightDrift = Drift(trial, 0.02);
        leftDrift = Drift(trial, 0.02);
    }

    public override BodyTarget At(double seconds)
    {
        double phase = right.Phase(seconds);
        float more = balance.At(seconds);
        float amplitude = right.Amplitude(seconds);
        return new BodyTarget(
            Arm(phase, lift * amplitude * (1 + more), rightDrift(seconds)),
            Arm(phase + between, lift * amplitude * (1 - more), leftDrift(seconds)));
    }

    private ArmTarget Arm(double phase, float height, Vector3 drift)
    {
        // Fast down, slower up.
        float up = (float)(0.5 + (0.42 * Math.Cos(phase)) + (0.14 * Math.Sin(2 * phase)));
        Vector3 wrist = drum + drift + new Vector3(spread * up, -height * up, -0.08f * up);
        return new ArmTarget(wrist, new Vector3(0.6f, 0.9f, -0.3f), new Vector3(0, 0.7f * (0.4f - up), 0.2f), 0);
    }
}
