using System.Numerics;

namespace EventSnn.Simulation.Gestures.Body;

/// <summary>
/// Where an arm wants to be, seen from its own shoulder: x outward from the body, y down, z towards the camera. In metres
/// of a standard arm (upper arm 0.30, forearm 0.27); the solver fits it to the person.
/// </summary>
/// <param name="Wrist">Position of the wrist.</param>
/// <param name="ElbowHint">Direction towards which the elbow points.</param>
/// <param name="HandBend">Added to the direction of the forearm to give that of the hand.</param>
/// <param name="Openness">0 a fist, 1 a hand with spread fingers.</param>
internal readonly record struct ArmTarget(Vector3 Wrist, Vector3 ElbowHint, Vector3 HandBend, float Openness)
{
    /// <summary>Length of the standard arm without the hand, in metres.</summary>
    public const float StandardLength = 0.57f;

    /// <summary>The arm hangs beside the body.</summary>
    public static ArmTarget Rest { get; } = new(new(0.07f, 0.53f, 0.08f), new(0.5f, 0, -0.7f), new(0, 0.2f, 0.2f), 0.2f);

    public static ArmTarget Lerp(in ArmTarget a, in ArmTarget b, float f) => new(
        Vector3.Lerp(a.Wrist, b.Wrist, f),
        Vector3.Lerp(a.ElbowHint, b.ElbowHint, f),
        Vector3.Lerp(a.HandBend, b.HandBend, f),
        a.Openness + (f * (b.Openness - a.Openness)));
}
