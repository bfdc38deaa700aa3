namespace EventSnn.Simulation.Gestures.Body;

/// <summary>Where both arms want to be. Right and left are the person's own.</summary>
internal readonly record struct BodyTarget(ArmTarget Right, ArmTarget Left)
{
    public static BodyTarget Rest { get; } = new(ArmTarget.Rest, ArmTarget.Rest);

    public static BodyTarget Lerp(in BodyTarget a, in BodyTarget b, float f) =>
        new(ArmTarget.Lerp(a.Right, b.Right, f), ArmTarget.Lerp(a.Left, b.Left, f));
}
