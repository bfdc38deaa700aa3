using System.Numerics;
using EventSnn.Events.Random;

namespace EventSnn.Simulation.Gestures;

/// <summary>A person in front of the camera: proportions, place, looks and temperament. Lengths in metres.</summary>
public sealed record Subject
{
    /// <summary>Number of the person, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Half the distance between the shoulder joints.</summary>
    public float ShoulderHalfWidth { get; init; } = 0.19f;

    /// <summary>Length of the upper arm.</summary>
    public float UpperArm { get; init; } = 0.30f;

    /// <summary>Length of the forearm.</summary>
    public float Forearm { get; init; } = 0.27f;

    /// <summary>Length of the hand.</summary>
    public float Hand { get; init; } = 0.18f;

    /// <summary>Thickness of limbs against the usual.</summary>
    public float Stoutness { get; init; } = 1;

    /// <summary>Height of the head.</summary>
    public float Head { get; init; } = 0.24f;

    /// <summary>
    /// Where the middle between the shoulders is, from the camera's axis: right, down, and away from the camera. People stand
    /// on a mark, give or take a hand's breadth.
    /// </summary>
    public Vector3 Place { get; init; } = new(0.09f, 0.09f, 2.0f);

    /// <summary>Albedo of skin, 0 to 1.</summary>
    public float Skin { get; init; } = 0.5f;

    /// <summary>Albedo of clothes.</summary>
    public float Cloth { get; init; } = 0.2f;

    /// <summary>Contrast of folds and print in the clothes.</summary>
    public float Folds { get; init; } = 0.12f;

    /// <summary>Albedo of hair.</summary>
    public float Hair { get; init; } = 0.1f;

    /// <summary>Whether the sleeves reach the wrists.</summary>
    public bool LongSleeves { get; init; }

    /// <summary>Whether the person wears glasses.</summary>
    public bool Glasses { get; init; }

    /// <summary>Plays the guitar the other way round.</summary>
    public bool LeftHanded { get; init; }

    /// <summary>Speed of movements against the usual.</summary>
    public double Tempo { get; init; } = 1;

    /// <summary>Size of movements against the usual.</summary>
    public double Amplitude { get; init; } = 1;

    /// <summary>Tremor of the hands, root mean square in metres.</summary>
    public double Tremor { get; init; } = 0.0012;

    /// <summary>Sway of the body, root mean square in metres.</summary>
    public double Sway { get; init; } = 0.006;

    /// <summary>Draws a person.</summary>
    /// <param name="seed">Seed of the data set.</param>
    /// <param name="number">Number of the person, from 1.</param>
    /// <returns>The same person for the same seed and number.</returns>
    public static Subject Draw(ulong seed, int number)
    {
        RandomStream random = RandomStream.Fork(seed, 20, (ulong)number);
        float Between(double low, double high) => (float)random.NextBetween(low, high);
        float size = Between(0.92, 1.08);
        return new Subject
        {
            Number = number,
            ShoulderHalfWidth = size * Between(0.17, 0.21),
            UpperArm = size * Between(0.28, 0.315),
            Forearm = size * Between(0.25, 0.285),
            Hand = size * Between(0.165, 0.195),
            Stoutness = Between(0.85, 1.25),
            Head = size * Between(0.22, 0.25),
            Place = new Vector3(Between(-0.01, 0.13), Between(0.04, 0.13), Between(1.9, 2.15)),
            Skin = Between(0.35, 0.7),
            Cloth = random.NextDouble() < 0.65 ? Between(0.04, 0.22) : Between(0.35, 0.7),
            Folds = Between(0.05, 0.2),
            Hair = Between(0.03, 0.3),
            LongSleeves = random.NextDouble() < 0.4,
            Glasses = random.NextDouble() < 0.4,
            LeftHanded = random.NextDouble() < 0.1,
            Tempo = Between(0.85, 1.2),
            Amplitude = Between(0.85, 1.12),
            Tremor = Between(0.0006, 0.002),
            Sway = Between(0.003, 0.01),
        };
    }
}
