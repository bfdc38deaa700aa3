using System.Numerics;
using EventSnn.Events.Random;
using EventSnn.Simulation.Gestures.Body;

namespace EventSnn.Simulation.Gestures.Motions;

/// <summary>One performance of a gesture: where the arms want to be at any time.</summary>
internal abstract class GestureMotion
{
    /// <summary>Targets of both arms.</summary>
    /// <param name="seconds">Time since the gesture began; also meaningful shortly before and after.</param>
    public abstract BodyTarget At(double seconds);

    /// <summary>Prepares a performance.</summary>
    /// <param name="gesture">Which gesture.</param>
    /// <param name="style">How this person does this gesture, every time.</param>
    /// <param name="trial">What differs from time to time.</param>
    /// <param name="person">Tempo and amplitude of the person.</param>
    public static GestureMotion Create(Gesture gesture, RandomStream style, RandomStream trial, Subject person) => gesture switch
    {
        Gesture.HandClapping => new ClapMotion(style, trial, person),
        Gesture.RightHandWave => new WaveMotion(style, trial, person, right: true),
        Gesture.LeftHandWave => new WaveMotion(style, trial, person, right: false),
        Gesture.RightArmClockwise => new CircleMotion(style, trial, person, right: true, clockwise: true),
        Gesture.RightArmCounterClockwise => new CircleMotion(style, trial, person, right: true, clockwise: false),
        Gesture.LeftArmClockwise => new CircleMotion(style, trial, person, right: false, clockwise: true),
        Gesture.LeftArmCounterClockwise => new CircleMotion(style, trial, person, right: false, clockwise: false),
        Gesture.ArmRoll => new RollMotion(style, trial, person),
        Gesture.AirDrums => new DrumMotion(style, trial, person),
        Gesture.AirGuitar => new GuitarMotion(style, trial, person),
        Gesture.Other => OtherMotion.Create(style, trial, person),
        _ => throw new ArgumentOutOfRangeException(nameof(gesture)),
    };

    /// <summary>A vector of three independent numbers in [-size, size).</summary>
    protected static Vector3 Scatter(RandomStream random, double size) => new(
        (float)random.NextBetween(-size, size), (float)random.NextBetween(-size, size), (float)random.NextBetween(-size, size));

    /// <summary>A slow drift of a hand, in metres.</summary>
    protected static Func<double, Vector3> Drift(RandomStream random, double deviation)
    {
        var x = new Wander(random, 0.1, 1.0, deviation);
        var y = new Wander(random, 0.1, 1.0, deviation);
        var z = new Wander(random, 0.1, 1.0, deviation);
        return t => new Vector3(x.At(t), y.At(t), z.At(t));
    }
}
