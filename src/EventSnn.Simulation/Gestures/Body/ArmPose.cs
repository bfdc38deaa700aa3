using System.Numerics;

namespace EventSnn.Simulation.Gestures.Body;

/// <summary>A solved arm in the space of the scene, in metres: x right in the picture, y down, z towards the camera.</summary>
internal readonly record struct ArmPose(Vector3 Shoulder, Vector3 Elbow, Vector3 Wrist, Vector3 HandDirection, float Openness)
{
    /// <summary>Solves the two-bone arm: elbow by the law of cosines, in the plane that the hint chooses.</summary>
    /// <param name="target">Where the arm wants to be.</param>
    /// <param name="shoulder">Where its shoulder is.</param>
    /// <param name="side">-1 for the arm on the left of the picture (the person's right), 1 for the other.</param>
    /// <param name="upper">Length of the upper arm.</param>
    /// <param name="fore">Length of the forearm.</param>
    public static ArmPose Solve(in ArmTarget target, Vector3 shoulder, float side, float upper, float fore)
    {
        var mirror = new Vector3(side, 1, 1);
        Vector3 reach = target.Wrist * mirror * ((upper + fore) / ArmTarget.StandardLength);
        float distance = Math.Max(reach.Length(), 1e-4f);
        Vector3 toWrist = reach / distance;

        // The elbow is never quite straight, nor folded through itself; both limits are kept; the far one softly.
        float longest = (upper + fore) * 0.985f;
        float knee = 0.9f * longest;
        if (distance > knee)
        {
            distance = knee + ((longest - knee) * MathF.Tanh((distance - knee) / (longest - knee)));
        }

        distance = Math.Clamp(distance, Math.Abs(upper - fore) + 0.06f, longest);

        Vector3 hint = target.ElbowHint * mirror;
        Vector3 sideways = hint - (Vector3.Dot(hint, toWrist) * toWrist);
        sideways = sideways.LengthSquared() > 1e-6f ? Vector3.Normalize(sideways) : Vector3.UnitY;
        float cosine = ((upper * upper) + (distance * distance) - (fore * fore)) / (2 * upper * distance);
        cosine = Math.Clamp(cosine, -1, 1);
        Vector3 elbow = shoulder + (upper * ((cosine * toWrist) + (MathF.Sqrt(1 - (cosine * cosine)) * sideways)));
        Vector3 wrist = shoulder + (distance * toWrist);
        Vector3 hand = Vector3.Normalize(wrist - elbow) + (target.HandBend * mirror);
        return new ArmPose(shoulder, elbow, wrist, Vector3.Normalize(hand), target.Openness);
    }
}
