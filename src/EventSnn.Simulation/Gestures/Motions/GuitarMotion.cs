using System.Numerics;
using EventSnn.Events.Random;
using EventSnn.Simulation.Gestures.Body;

namespace EventSnn.Simulation.Gestures.Motions;

/// <summary>One hand holds the neck of a guitar that is not there and moves along it now and then, the other strums.</summary>
internal sealed class GuitarMotion : GestureMotion
{
    private readonly Rhythm strum;
    private readonly bool leftHanded;
    private readonly Vector3 strings;
    private readonly Vector3 stroke;
    private readonly Vector3 neck;
    private readonly Vector3 alongNeck;
    private readonly Wander slide;
    private readonly Wander fingers;
    private readonly Func<double, Vector3> drift;

    public GuitarMotion(RandomStream style, RandomStream trial, Subject person)
    {
        strum = new Rhythm(trial, style.NextBetween(2.2, 4.2) * person.Tempo * trial.NextBetween(0.92, 1.08), 0.8);
        leftHanded = person.LeftHanded;
        strings = new Vector3((float)style.NextBetween(-0.10, 0.06), (float)style.NextBetween(0.36, 0.46), (float)style.NextBetween(0.20, 0.28)) + Scatter(trial, 0.015);
        float reach = (float)(style.NextBetween(0.06, 0.12) * person.Amplitude);
        stroke = reach * Vector3.Normalize(new Vector3((float)style.NextBetween(-0.5, 0.3), 1, (float)style.NextBetween(-0.2, 0.4)));
        neck = new Vector3((float)style.NextBetween(0.18, 0.32), (float)style.NextBetween(0.05, 0.22), (float)style.NextBetween(0.24, 0.34)) + Scatter(trial, 0.02);
        alongNeck = Vector3.Normalize(new Vector3(0.85f, -0.5f, 0.05f));
        slide = new Wander(trial, 0.3, 1.3, style.NextBetween(0.015, 0.05));
        fingers = new Wander(trial, 1.5, 3.5, 0.006);
        drift = Drift(trial, 0.01);
    }

    public override BodyTarget At(double seconds)
    {
        Vector3 sway = drift(seconds);
        float beat = (float)(Math.Sin(strum.Phase(seconds)) * strum.Amplitude(seconds));
        var strumming = new ArmTarget(
            strings + (stroke * beat) + sway, new Vector3(0.9f, 0.2f, -0.4f), new Vector3(-0.2f, 0.5f * beat, 0.1f), 0.15f);
        var holding = new ArmTarget(
            neck + (alongNeck * slide.At(seconds)) + new Vector3(0, fingers.At(seconds), 0) + sway,
            new Vector3(0.3f, 1, -0.2f),
            new Vector3(-0.3f, -0.5f, 0.1f),
            0.3f);
        return leftHanded ? new BodyTarget(holding, strumming) : new BodyTarget(strumming, holding);
    }
}
