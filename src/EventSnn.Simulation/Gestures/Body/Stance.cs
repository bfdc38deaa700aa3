using System.Numerics;
using EventSnn.Events.Random;
using EventSnn.Simulation.Gestures.Motions;

namespace EventSnn.Simulation.Gestures.Body;

/// <summary>
/// Puts the arms on a living body: it breathes, sways, its shoulders and head give way to the arms, its hands tremble.
/// </summary>
internal sealed class Stance
{
    private readonly Subject subject;
    private readonly Wander swayX;
    private readonly Wander swayZ;
    private readonly Wander headX;
    private readonly Wander headY;
    private readonly Wander roll;
    private readonly Wander[] tremor = new Wander[4];
    private readonly double breathing;
    private readonly double breath;

    public Stance(Subject subject, RandomStream random)
    {
        this.subject = subject;
        swayX = new Wander(random, 0.1, 0.7, subject.Sway);
        swayZ = new Wander(random, 0.1, 0.7, subject.Sway * 1.5);
        headX = new Wander(random, 0.1, 1.0, 0.004);
        headY = new Wander(random, 0.1, 1.0, 0.004);
        roll = new Wander(random, 0.1, 0.8, 0.012);
        for (int i = 0; i < tremor.Length; i++)
        {
            tremor[i] = new Wander(random, 7, 11, subject.Tremor, 3);
        }

        breathing = 2 * Math.PI * random.NextBetween(0.2, 0.35);
        breath = random.NextBetween(0, 2 * Math.PI);
    }

    public BodyPose Pose(in BodyTarget target, double seconds)
    {
        float reach = (subject.UpperArm + subject.Forearm) / ArmTarget.StandardLength;

        // Weight moves against the arms: a raised or stretched arm pulls its shoulder along.
        Vector3 pullRight = target.Right.Wrist - ArmTarget.Rest.Wrist;
        Vector3 pullLeft = target.Left.Wrist - ArmTarget.Rest.Wrist;
        float side = (pullLeft.X - pullRight.X) * 0.02f * reach;
        float inhale = 0.003f * (float)Math.Sin((breathing * seconds) + breath);
        Vector3 place = subject.Place with { Z = -subject.Place.Z };
        Vector3 neck = place + new Vector3(swayX.At(seconds) + side, -inhale, swayZ.At(seconds));
        float tilt = roll.At(seconds) + (0.04f * (pullRight.Y - pullLeft.Y));

        var across = new Vector3(MathF.Cos(tilt), MathF.Sin(tilt), 0);
        Vector3 right = neck - (subject.ShoulderHalfWidth * across) + (0.035f * pullRight * new Vector3(-1, 1, 1));
        Vector3 left = neck + (subject.ShoulderHalfWidth * across) + (0.035f * pullLeft);
        var nod = new Vector3(headX.At(seconds) + (0.6f * side), headY.At(seconds) - (0.5f * inhale), 0.02f);
        Vector3 chin = neck + new Vector3(0, -0.055f, 0.03f) + nod;
        Vector3 crown = chin + (subject.Head * Vector3.Normalize(new Vector3(-0.5f * tilt + (2 * headX.At(seconds)), -1, -0.05f)));
        Vector3 hip = place + new Vector3(0.5f * swayX.At(seconds), 0.62f, 0.7f * swayZ.At(seconds));
        return new BodyPose(
            neck, hip, crown, chin,
            Tremble(ArmPose.Solve(target.Right, right, -1, subject.UpperArm, subject.Forearm), 0, seconds),
            Tremble(ArmPose.Solve(target.Left, left, 1, subject.UpperArm, subject.Forearm), 2, seconds));
    }

    private ArmPose Tremble(in ArmPose arm, int first, double seconds) => arm with
    {
        Wrist = arm.Wrist + new Vector3(tremor[first].At(seconds), tremor[first + 1].At(seconds), 0),
    };
}
