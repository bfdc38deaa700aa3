using System.Numerics;
using EventSnn.Events.Random;

namespace EventSnn.Simulation.Digits;

/// <summary>Handwritten-looking digits as pen strokes, drawn by rule: nothing to download.</summary>
internal static class DigitGlyphs
{
    private const int PointsPerArc = 10;

    /// <summary>Draws a digit by hand: strokes of points in the square from -1 to 1, y down.</summary>
    public static IReadOnlyList<Vector2[]> Write(int digit, RandomStream hand)
    {
        float slant = (float)hand.NextBetween(-0.25, 0.25);
        float turn = (float)hand.NextBetween(-0.15, 0.15);
        float width = (float)hand.NextBetween(0.75, 1.1);
        float height = (float)hand.NextBetween(0.9, 1.1);
        var strokes = new List<Vector2[]>();
        foreach (Vector2[] stroke in Shape(digit, hand))
        {
            // Wobble in the key points, then one shape for the whole digit.
            strokes.Add([.. stroke.Select(p =>
            {
                Vector2 q = p + new Vector2((float)hand.NextBetween(-0.025, 0.025), (float)hand.NextBetween(-0.025, 0.025));
                q = new Vector2((q.X * width) - (slant * q.Y), q.Y * height);
                return Vector2.Transform(q, Matrix3x2.CreateRotation(turn));
            })]);
        }

        return strokes;
    }

    private static Vector2[][] Shape(int digit, RandomStream hand)
    {
        float s = (float)hand.NextBetween(0.85, 1.15);
        return digit switch
        {
            0 => [Arc(0, 0, 0.5f * s, 0.85f, -90, 270)],
            1 => hand.NextDouble() < 0.5 ? [Line((0, -0.85f), (0, 0.85f))] : [Line((-0.3f * s, -0.5f), (0.05f, -0.85f), (0.05f, 0.85f))],
            2 => [[.. Arc(0, -0.4f, 0.45f * s, 0.45f, -170, 30), .. Line((0.2f, 0.1f), (-0.5f * s, 0.85f), (0.55f * s, 0.85f))]],
            3 => [[.. Arc(-0.05f, -0.42f, 0.42f * s, 0.42f, -150, 80), .. Arc(-0.05f, 0.42f, 0.48f * s, 0.45f, -80, 140)]],
            4 => hand.NextDouble() < 0.5
                ? [Line((-0.35f * s, -0.8f), (-0.45f * s, 0.15f), (0.5f * s, 0.1f)), Line((0.25f, -0.4f), (0.2f, 0.9f))]
                : [Line((0.3f, 0.9f), (0.3f, -0.85f), (-0.5f * s, 0.3f), (0.6f * s, 0.3f))],
            5 => [[.. Line((0.45f * s, -0.85f), (-0.35f, -0.85f), (-0.4f, -0.1f)), .. Arc(-0.02f, 0.3f, 0.48f * s, 0.48f, -130, 140)]],
            6 => [[.. Line((0.35f, -0.85f), (-0.1f, -0.5f), (-0.42f, 0.1f)), .. Arc(0, 0.4f, 0.44f * s, 0.42f, 180, 540)]],
            7 => hand.NextDouble() < 0.6
                ? [Line((-0.5f * s, -0.8f), (0.5f * s, -0.8f), (-0.1f, 0.9f))]
                : [Line((-0.5f * s, -0.8f), (0.5f * s, -0.8f), (-0.1f, 0.9f)), Line((-0.25f, 0.05f), (0.4f, 0.05f))],
            8 => [[.. Arc(0, -0.42f, 0.36f * s, 0.4f, 90, -270), .. Arc(0, 0.42f, 0.44f * s, 0.43f, -90, 270)]],
            9 => [[.. Arc(0, -0.4f, 0.42f * s, 0.42f, 0, -360), .. Line((0.42f * s, -0.3f), (0.35f, 0.3f), (0.15f, 0.9f))]],
            _ => throw new ArgumentOutOfRangeException(nameof(digit), digit, "0 to 9"),
        };
    }

    private static Vector2[] Line(params (float X, float Y)[] points) => [.. points.Select(p => new Vector2(p.X, p.Y))];

    private static Vector2[] Arc(float x, float y, float radiusX, float radiusY, float from, float to) =>
    [
        .. Enumerable.Range(0, PointsPerArc + 1).Select(n =>
        {
            float angle = (from + ((to - from) * n / PointsPerArc)) * MathF.PI / 180;
            return new Vector2(x + (radiusX * MathF.Cos(angle)), y + (radiusY * MathF.Sin(angle)));
        }),
    ];
}
