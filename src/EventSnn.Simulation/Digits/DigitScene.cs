using System.Numerics;
using EventSnn.Events.Geometry;
using EventSnn.Events.Random;
using EventSnn.Simulation.Rendering;

namespace EventSnn.Simulation.Digits;

/// <summary>
/// A bright handwritten digit on a dark ground, seen by a camera that makes three small movements along a triangle, as for
/// N-MNIST: 100 ms each.
/// </summary>
public sealed class DigitScene : IScene
{
    /// <summary>Length of the scene in seconds.</summary>
    public const double Length = 0.3;

    private static readonly Vector2[] Corners = [new(0, 0), new(0.5f, 1), new(1, 0), new(0, 0)];
    private readonly Canvas canvas;
    private readonly float[] ground;
    private readonly IReadOnlyList<Vector2[]> strokes;
    private readonly Vector2 place;
    private readonly float scale;
    private readonly float travel;
    private readonly float pen;
    private readonly Illumination light;

    /// <summary>Prepares a digit.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="seed">Seed of the set.</param>
    /// <param name="number">Which sample: every number gives another hand.</param>
    /// <param name="size">Columns and rows; 34 x 34 for N-MNIST.</param>
    public DigitScene(int digit, ulong seed, int number, SensorSize size)
    {
        RandomStream hand = RandomStream.Fork(seed, 40, (ulong)digit, (ulong)number);
        Size = size;
        canvas = new Canvas(size);
        strokes = DigitGlyphs.Write(digit, hand);
        float shorter = Math.Min(size.Width, size.Height);
        scale = shorter * (float)hand.NextBetween(0.26, 0.34);
        travel = shorter * (float)hand.NextBetween(0.08, 0.12);
        pen = shorter * (float)hand.NextBetween(0.025, 0.045);
        place = new Vector2((size.Width - 1) / 2f, (size.Height - 1) / 2f)
            + new Vector2((float)hand.NextBetween(-0.03, 0.03), (float)hand.NextBetween(-0.03, 0.03)) * shorter;
        light = new Illumination((float)hand.NextBetween(0.7, 1), Vector3.UnitZ, 1, 0);
        ground = new float[size.Pixels];
        Array.Fill(ground, (float)hand.NextBetween(0.05, 0.1));
    }

    /// <inheritdoc/>
    public SensorSize Size { get; }

    /// <inheritdoc/>
    public void Render(double seconds, Span<float> light)
    {
        canvas.Begin(ground, this.light);
        Vector2 origin = place + Shift(seconds);
        var ink = new Paint(0.8f);
        foreach (Vector2[] stroke in strokes)
        {
            for (int i = 1; i < stroke.Length; i++)
            {
                canvas.Limb(origin + (scale * stroke[i - 1]), pen, origin + (scale * stroke[i]), pen, ink);
            }
        }

        canvas.Pixels.CopyTo(light);
    }

    /// <inheritdoc/>
    public double FastestMotion(double seconds) => (Shift(seconds + 1e-4) - Shift(seconds)).Length() / 1e-4;

    private Vector2 Shift(double seconds)
    {
        double leg = Math.Clamp(seconds / (Length / 3), 0, 2.999999);
        int n = (int)leg;
        float f = (float)(leg - n);
        f = f * f * (3 - (2 * f));
        return travel * (Vector2.Lerp(Corners[n], Corners[n + 1], f) - new Vector2(0.5f, 0.5f));
    }
}
