using System.Numerics;
using EventSnn.Events.Geometry;
using EventSnn.Simulation.Rendering;

namespace EventSnn.Simulation.Gestures.Body;

/// <summary>Projects a body onto the picture and paints it from back to front.</summary>
internal sealed class BodyPainter
{
    private readonly Subject subject;
    private readonly Vector2 shadowOffset;
    private readonly Vector2 centre;
    private readonly float focal;
    private readonly Paint skin;
    private readonly Paint cloth;
    private readonly Paint torso;
    private readonly Paint sleeve;

    /// <summary>Prepares the paints and the lens.</summary>
    /// <param name="subject">Looks and proportions.</param>
    /// <param name="shadowOffset">Where shadows fall, per metre between what casts and what receives.</param>
    /// <param name="size">The picture; a lens of about 34 degrees over its shorter side.</param>
    public BodyPainter(Subject subject, Vector2 shadowOffset, SensorSize size)
    {
        this.subject = subject;
        this.shadowOffset = shadowOffset;
        int shorter = Math.Min(size.Width, size.Height);
        focal = 208f / 128 * shorter;
        centre = new Vector2((size.Width - 1) / 2f, (size.Height - 1) / 2f);
        float pitch = 7f / 128 * shorter;
        skin = new Paint(subject.Skin, 0.8f, 0.04f, pitch, subject.Number);
        cloth = new Paint(subject.Cloth, 0.7f, subject.Folds, pitch, subject.Number + 0.37f);
        torso = new Paint(subject.Cloth, 0.35f, subject.Folds, 2 * pitch, subject.Number + 0.71f);
        sleeve = subject.LongSleeves ? cloth : skin;
    }

    /// <summary>How far the fastest joint moves in the picture between two poses, in pixels.</summary>
    public double LargestShift(in BodyPose a, in BodyPose b) => Math.Max(
        Math.Max(Shift(a.Crown, b.Crown), Shift(a.Neck, b.Neck)),
        Math.Max(
            Math.Max(Shift(a.Right.Elbow, b.Right.Elbow), Shift(Fingertip(a.Right), Fingertip(b.Right))),
            Math.Max(Shift(a.Left.Elbow, b.Left.Elbow), Shift(Fingertip(a.Left), Fingertip(b.Left)))));

    public void Paint(Canvas canvas, in BodyPose pose)
    {
        PaintTrunk(canvas, pose);
        PaintHead(canvas, pose);
        bool rightFirst = pose.Right.Wrist.Z < pose.Left.Wrist.Z;
        PaintArm(canvas, rightFirst ? pose.Right : pose.Left);
        PaintArm(canvas, rightFirst ? pose.Left : pose.Right);
    }

    private void PaintTrunk(Canvas canvas, in BodyPose pose)
    {
        float thick = subject.Stoutness;
        Limb(canvas, pose.Chin + new Vector3(0, -0.03f, -0.03f), 0.052f, pose.Neck + new Vector3(0, 0.03f, 0), 0.06f, skin);
        Vector3 chest = pose.Neck + new Vector3(0, 0.17f, 0);
        Limb(canvas, chest, subject.ShoulderHalfWidth * 0.9f, pose.Hip, 0.15f * thick, torso);
        Limb(canvas, pose.Right.Shoulder + new Vector3(0.02f, 0.035f, 0), 0.062f * thick, pose.Left.Shoulder + new Vector3(-0.02f, 0.035f, 0), 0.062f * thick, torso with { Roundness = 0.2f });
    }

    private void PaintHead(Canvas canvas, in BodyPose pose)
    {
        float head = subject.Head;
        Vector3 up = Vector3.Normalize(pose.Crown - pose.Chin);
        var right = new Vector3(-up.Y, up.X, 0);
        Vector3 chin = pose.Chin;
        Vector3 At(float x, float y) => chin + (up * (y * head)) + (right * (x * head));
        Paint hair = skin with { Albedo = subject.Hair, Texture = 0.15f };
        Paint dark = new(Math.Min(subject.Skin * 0.35f, subject.Hair + 0.05f));
        Limb(canvas, At(0, 0.62f), 0.375f * head, At(0, 0.58f), 0.375f * head, hair);
        Limb(canvas, At(0, 0.22f), 0.26f * head, At(0, 0.58f), 0.335f * head, skin with { Texture = 0.02f });
        Limb(canvas, At(-0.2f, 0.88f), 0.14f * head, At(0.2f, 0.88f), 0.14f * head, hair);
        for (int side = -1; side <= 1; side += 2)
        {
            Limb(canvas, At((side * 0.15f) - 0.04f, 0.53f), 0.028f * head, At((side * 0.15f) + 0.04f, 0.53f), 0.028f * head, dark);
            if (subject.Glasses)
            {
                Limb(canvas, At((side * 0.16f) - 0.09f, 0.58f), 0.02f * head, At((side * 0.16f) + 0.09f, 0.58f), 0.02f * head, dark);
                Limb(canvas, At((side * 0.16f) - 0.08f, 0.44f), 0.015f * head, At((side * 0.16f) + 0.08f, 0.44f), 0.015f * head, dark);
            }
        }

        Limb(canvas, At(-0.09f, 0.17f), 0.02f * head, At(0.09f, 0.17f), 0.02f * head, dark with { Albedo = subject.Skin * 0.55f });
        Limb(canvas, At(0, 0.45f), 0.02f * head, At(0, 0.32f), 0.035f * head, skin with { Albedo = subject.Skin * 0.88f });
    }

    private void PaintArm(Canvas canvas, in ArmPose arm)
    {
        float thick = subject.Stoutness;
        CastShadow(canvas, arm.Elbow, arm.Wrist, 0.035f * thick);
        CastShadow(canvas, arm.Wrist, arm.Wrist + (0.13f * arm.HandDirection), 0.045f);

        // What is farther from the camera first: an arm that points backwards hides its own hand.
        bool handNear = arm.Wrist.Z + (0.1f * arm.HandDirection.Z) >= arm.Elbow.Z;
        if (!handNear)
        {
            PaintHand(canvas, arm);
            PaintForearm(canvas, arm);
        }

        Vector3 cuff = Vector3.Lerp(arm.Shoulder, arm.Elbow, 0.6f);
        Limb(canvas, arm.Shoulder, 0.052f * thick, arm.Elbow, 0.042f * thick, sleeve);
        Limb(canvas, arm.Shoulder, 0.064f * thick, subject.LongSleeves ? arm.Elbow : cuff, 0.056f * thick, cloth);
        if (handNear)
        {
            PaintForearm(canvas, arm);
            PaintHand(canvas, arm);
        }
    }

    private void PaintForearm(Canvas canvas, in ArmPose arm)
    {
        float thick = subject.Stoutness;
        float bulk = subject.LongSleeves ? 1.25f : 1;
        Vector3 muscle = Vector3.Lerp(arm.Elbow, arm.Wrist, 0.3f);
        Limb(canvas, arm.Elbow, 0.040f * thick * bulk, muscle, 0.043f * thick * bulk, sleeve);
        Limb(canvas, muscle, 0.043f * thick * bulk, arm.Wrist, 0.028f * thick * bulk, sleeve);
    }

    private void PaintHand(Canvas canvas, in ArmPose arm)
    {
        float length = subject.Hand;
        Vector3 along = arm.HandDirection;
        var flat = new Vector3(-along.Y, along.X, 0);
        flat = flat.LengthSquared() > 1e-6f ? Vector3.Normalize(flat) : Vector3.UnitX;
        float open = arm.Openness;
        float palm = length * (0.42f + (0.1f * open));
        Vector3 knuckles = arm.Wrist + (along * palm);
        Limb(canvas, arm.Wrist + (0.02f * along), 0.030f, knuckles, 0.042f - (0.004f * open), skin);

        // The thumb lies on the inner side: towards the other arm.
        float inner = arm.Shoulder.X < subject.Place.X ? 1 : -1;
        Vector3 thumbSide = flat.X * inner < 0 ? -flat : flat;
        Vector3 thumb = arm.Wrist + (along * 0.03f) + (thumbSide * 0.02f);
        Limb(canvas, thumb, 0.014f, thumb + (along * 0.05f) + (thumbSide * (0.015f + (0.035f * open))), 0.011f, skin with { Albedo = subject.Skin * 0.95f });

        float finger = length * (0.18f + (0.32f * open));
        for (int i = 0; i < 4; i++)
        {
            float spread = i - 1.5f;
            Vector3 root = knuckles + (flat * (spread * 0.0185f));
            Vector3 tip = root + (along * (finger * (i is 1 or 2 ? 1 : 0.86f))) + (flat * (spread * 0.024f * open));
            Limb(canvas, root, 0.0125f, tip, 0.0105f, skin with { Albedo = subject.Skin * (0.9f + (0.05f * (i & 1))), Roundness = 1 });
        }
    }

    private void CastShadow(Canvas canvas, Vector3 a, Vector3 b, float radius)
    {
        float chest = 0.1f - subject.Place.Z;
        (Vector2 pa, float scaleA) = Project(Cast(a, chest));
        (Vector2 pb, _) = Project(Cast(b, chest));
        canvas.Shadow(pa, pb, radius * scaleA, 4 + (0.02f * scaleA));
    }

    private Vector3 Cast(Vector3 point, float surface)
    {
        float distance = Math.Max(point.Z - surface, 0);
        return new Vector3(point.X + (distance * shadowOffset.X), point.Y + (distance * shadowOffset.Y), surface);
    }

    private void Limb(Canvas canvas, Vector3 a, float radiusA, Vector3 b, float radiusB, in Paint paint)
    {
        (Vector2 pa, float scaleA) = Project(a);
        (Vector2 pb, float scaleB) = Project(b);
        canvas.Limb(pa, radiusA * scaleA, pb, radiusB * scaleB, paint);
    }

    private Vector3 Fingertip(in ArmPose arm) => arm.Wrist + (subject.Hand * arm.HandDirection);

    private double Shift(Vector3 a, Vector3 b) => (Project(a).Pixel - Project(b).Pixel).Length();

    private (Vector2 Pixel, float Scale) Project(Vector3 point)
    {
        float scale = focal / Math.Max(-point.Z, 0.3f);
        return (centre + (scale * new Vector2(point.X, point.Y)), scale);
    }
}
