using System.Numerics;

namespace EventSnn.Simulation.Gestures.Body;

/// <summary>The whole body at a moment, in metres from the camera's axis; the third coordinate grows towards the camera.</summary>
internal readonly record struct BodyPose(Vector3 Neck, Vector3 Hip, Vector3 Crown, Vector3 Chin, ArmPose Right, ArmPose Left);
