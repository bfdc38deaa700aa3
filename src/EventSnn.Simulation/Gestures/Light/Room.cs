using System.Numerics;
using EventSnn.Events.Geometry;
using EventSnn.Events.Random;
using EventSnn.Simulation.Gestures.Motions;
using EventSnn.Simulation.Rendering;

namespace EventSnn.Simulation.Gestures.Light;

/// <summary>The room of one recording: its light over time and its back wall.</summary>
internal sealed class Room
{
    private readonly Lighting lighting;
    private readonly float level;
    private readonly float ambient;
    private readonly float shadow;
    private readonly double flickerHertz;
    private readonly double flickerDepth;
    private readonly double flickerPhase;
    private readonly Vector3 direction;
    private readonly Wander clouds;

    public Room(Lighting lighting, SensorSize size, RandomStream random)
    {
        this.lighting = lighting;
        float side = random.NextDouble() < 0.5 ? -1 : 1;
        flickerHertz = random.NextDouble() < 0.5 ? 100 : 120;
        flickerPhase = random.NextBetween(0, 2 * Math.PI);
        (level, ambient, shadow, flickerDepth, direction) = lighting switch
        {
            Lighting.Fluorescent => ((float)random.NextBetween(0.75, 1.0), 0.6f, 0.1f, random.NextBetween(0.04, 0.10), new Vector3(0.1f * side, -0.7f, 0.7f)),
            Lighting.Led => ((float)random.NextBetween(0.6, 0.95), 0.4f, 0.12f, 0.003, new Vector3(0.4f * side, -0.5f, 0.75f)),
            _ => ((float)random.NextBetween(0.35, 0.7), 0.35f, 0.3f, 0, new Vector3(0.75f * side, -0.3f, 0.6f)),
        };
        direction = Vector3.Normalize(direction);
        clouds = new Wander(random, 0.05, 0.3, lighting == Lighting.Natural ? 0.04 : 0.003);
        Background = PaintWall(size, random);
    }

    /// <summary>Albedo of the wall behind the person.</summary>
    public float[] Background { get; }

    /// <summary>Where shadows fall, per metre of distance between what casts and what receives: right and down.</summary>
    public Vector2 ShadowOffset => new Vector2(-direction.X, -direction.Y) / Math.Max(direction.Z, 0.3f);

    public Illumination At(double seconds)
    {
        // The light of a tube is the rectified mains: more time bright than dark.
        double flicker = flickerDepth * Math.Sin((2 * Math.PI * flickerHertz * seconds) + flickerPhase);
        return new Illumination((float)(level * (1 + flicker + clouds.At(seconds))), direction, ambient, shadow);
    }

    /// <summary>The highest frequency of the light itself in Hz.</summary>
    public double HighestFrequency => lighting == Lighting.Fluorescent ? flickerHertz : 1;

    private static float[] PaintWall(SensorSize size, RandomStream random)
    {
        var wall = new float[size.Pixels];
        float albedo = (float)random.NextBetween(0.06, 0.32);
        float slopeX = (float)random.NextBetween(-0.1, 0.1);
        float slopeY = (float)random.NextBetween(-0.1, 0.1);
        for (int y = 0; y < size.Height; y++)
        {
            for (int x = 0; x < size.Width; x++)
            {
                wall[(y * size.Width) + x] = albedo * (1 + (slopeX * ((2f * x / size.Width) - 1)) + (slopeY * ((2f * y / size.Height) - 1)));
            }
        }

        // A few boards, frames or doors with straight edges.
        int boards = random.NextInt32(4);
        for (int b = 0; b < boards; b++)
        {
            int left = random.NextInt32(size.Width);
            int top = random.NextInt32(size.Height);
            int width = size.Width / 8 + random.NextInt32(size.Width / 3);
            int height = size.Height / 8 + random.NextInt32(size.Height / 2);
            float change = (float)random.NextBetween(0.6, 1.4);
            for (int y = top; y < Math.Min(top + height, size.Height); y++)
            {
                for (int x = left; x < Math.Min(left + width, size.Width); x++)
                {
                    wall[(y * size.Width) + x] *= change;
                }
            }
        }

        return wall;
    }
}
