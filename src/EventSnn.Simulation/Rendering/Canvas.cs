using System.Numerics;
using EventSnn.Events.Geometry;

namespace EventSnn.Simulation.Rendering;

/// <summary>
/// A small painter's-algorithm renderer for rounded limbs: shapes are signed distances, so that edges are smooth at any
/// sub-pixel position and move without jumping from pixel to pixel. Light is linear, in DN.
/// </summary>
public sealed class Canvas
{
    /// <summary>Width of an edge in pixels: the blur of a small lens.</summary>
    private const float EdgeWidth = 1.3f;

    private const int TableSize = 1024;
    private static readonly float[] Folds = MakeFolds();

    private readonly float[] pixels;
    private Illumination light = new(1, Vector3.UnitZ, 1, 0);

    /// <summary>Creates a canvas.</summary>
    /// <param name="size">Columns and rows.</param>
    public Canvas(SensorSize size)
    {
        Size = size;
        pixels = new float[size.Pixels];
    }

    /// <summary>Columns and rows.</summary>
    public SensorSize Size { get; }

    /// <summary>The picture: linear light in DN, row by row.</summary>
    public ReadOnlySpan<float> Pixels => pixels;

    /// <summary>Starts a picture.</summary>
    /// <param name="background">Albedo of every pixel, 0 to 1.</param>
    /// <param name="illumination">The light for everything that is painted.</param>
    public void Begin(ReadOnlySpan<float> background, in Illumination illumination)
    {
        light = illumination;
        float scale = 255 * illumination.Level;
        int n = 0;
        for (; n <= pixels.Length - Vector<float>.Count; n += Vector<float>.Count)
        {
            (new Vector<float>(background[n..]) * scale).CopyTo(pixels.AsSpan(n));
        }

        for (; n < pixels.Length; n++)
        {
            pixels[n] = background[n] * scale;
        }
    }

    /// <summary>Paints a limb: a capsule whose radius changes from one end to the other.</summary>
    /// <param name="a">One end, in pixels.</param>
    /// <param name="radiusA">Radius there, in pixels.</param>
    /// <param name="b">The other end.</param>
    /// <param name="radiusB">Radius there.</param>
    /// <param name="paint">Its surface.</param>
    public void Limb(Vector2 a, float radiusA, Vector2 b, float radiusB, in Paint paint)
    {
        float reach = Math.Max(radiusA, radiusB) + EdgeWidth;
        (int y0, int y1) = Rows(a, b, reach);
        Vector2 axis = b - a;
        float length2 = Math.Max(axis.LengthSquared(), 1e-6f);
        float length = MathF.Sqrt(length2);
        Vector2 along = axis / length;
        float flat = light.Ambient + ((1 - light.Ambient) * Math.Max(0, light.Direction.Z));
        float scale = 255 * light.Level * paint.Albedo;
        float sideways = (light.Direction.X * -along.Y) + (light.Direction.Y * along.X);
        for (int y = y0; y <= y1; y++)
        {
            int row = y * Size.Width;
            (int x0, int x1) = Columns(a, axis, y, reach);
            for (int x = x0; x <= x1; x++)
            {
                Vector2 p = new Vector2(x, y) - a;
                float s = Vector2.Dot(p, axis) / length2;
                float h = Math.Clamp(s, 0, 1);
                float radius = radiusA + (h * (radiusB - radiusA));
                Vector2 off = p - (h * axis);
                float distance2 = off.LengthSquared();
                float outer = radius + (EdgeWidth / 2);
                if (distance2 >= outer * outer)
                {
                    continue;
                }

                float distance = MathF.Sqrt(distance2) - radius;
                float cover = Math.Clamp(0.5f - (distance / EdgeWidth), 0, 1);
                float shade = flat;
                float across = (p.X * -along.Y) + (p.Y * along.X);
                if (paint.Roundness > 0)
                {
                    float u = Math.Clamp(across / radius, -1, 1);
                    float facing = (u * sideways) + (MathF.Sqrt(1 - (u * u)) * light.Direction.Z);
                    float round = light.Ambient * (0.75f + (0.25f * MathF.Sqrt(1 - (u * u)))) + ((1 - light.Ambient) * Math.Max(0, facing));
                    shade += paint.Roundness * (round - flat);
                }

                if (paint.Texture > 0)
                {
                    float folds = Fold(((s * length / paint.TexturePitch) + paint.TextureSeed))
                        + (0.6f * Fold((across / paint.TexturePitch) + (s * 1.7f) + (3 * paint.TextureSeed)));
                    shade *= 1 + (paint.Texture * folds);
                }

                float value = scale * Math.Max(shade, 0.02f);
                pixels[row + x] += cover * (value - pixels[row + x]);
            }
        }
    }

    /// <summary>Darkens what is behind a limb, with a soft edge: the shadow that it casts.</summary>
    /// <param name="a">One end, in pixels.</param>
    /// <param name="b">The other end.</param>
    /// <param name="radius">Radius in pixels.</param>
    /// <param name="softness">Width of the soft edge in pixels.</param>
    public void Shadow(Vector2 a, Vector2 b, float radius, float softness)
    {
        if (light.Shadow <= 0)
        {
            return;
        }

        float reach = radius + (softness / 2);
        (int y0, int y1) = Rows(a, b, reach);
        Vector2 axis = b - a;
        float length2 = Math.Max(axis.LengthSquared(), 1e-6f);
        for (int y = y0; y <= y1; y++)
        {
            int row = y * Size.Width;
            (int x0, int x1) = Columns(a, axis, y, reach);
            for (int x = x0; x <= x1; x++)
            {
                Vector2 p = new Vector2(x, y) - a;
                float h = Math.Clamp(Vector2.Dot(p, axis) / length2, 0, 1);
                float distance2 = (p - (h * axis)).LengthSquared();
                float outer = radius + (softness / 2);
                if (distance2 >= outer * outer)
                {
                    continue;
                }

                float distance = MathF.Sqrt(distance2) - radius;
                float cover = Math.Clamp(0.5f - (distance / softness), 0, 1);
                pixels[row + x] *= 1 - (light.Shadow * cover * cover * (3 - (2 * cover)));
            }
        }
    }

    private static float Fold(float u)
    {
        float position = u * 16;
        float floor = MathF.Floor(position);
        int i = (int)floor & (TableSize - 1);
        float f = position - floor;
        return Folds[i] + (f * (Folds[(i + 1) & (TableSize - 1)] - Folds[i]));
    }

    private static float[] MakeFolds()
    {
        var random = new Events.Random.RandomStream(0xF01D);
        var knots = new float[TableSize / 16];
        for (int i = 0; i < knots.Length; i++)
        {
            knots[i] = (float)random.NextBetween(-1, 1);
        }

        var table = new float[TableSize];
        for (int i = 0; i < table.Length; i++)
        {
            float f = (i & 15) / 16f;
            f = f * f * (3 - (2 * f));
            table[i] = knots[i >> 4] + (f * (knots[((i >> 4) + 1) % knots.Length] - knots[i >> 4]));
        }

        return table;
    }

    private (int First, int Last) Rows(Vector2 a, Vector2 b, float reach) => (
        (int)Math.Clamp(MathF.Floor(Math.Min(a.Y, b.Y) - reach), 0, Size.Height),
        (int)Math.Clamp(MathF.Ceiling(Math.Max(a.Y, b.Y) + reach), -1, Size.Height - 1));

    /// <summary>The columns of a row that can lie within reach of a line: reach around the part of it that is within reach of the row.</summary>
    private (int First, int Last) Columns(Vector2 a, Vector2 axis, int y, float reach)
    {
        float from = 0;
        float to = 1;
        if (Math.Abs(axis.Y) > 1e-3f)
        {
            float first = (y - reach - a.Y) / axis.Y;
            float last = (y + reach - a.Y) / axis.Y;
            from = Math.Clamp(Math.Min(first, last), 0, 1);
            to = Math.Clamp(Math.Max(first, last), 0, 1);
        }

        float x0 = a.X + (from * axis.X);
        float x1 = a.X + (to * axis.X);
        return (
            (int)Math.Clamp(MathF.Floor(Math.Min(x0, x1) - reach), 0, Size.Width),
            (int)Math.Clamp(MathF.Ceiling(Math.Max(x0, x1) + reach), -1, Size.Width - 1));
    }
}
