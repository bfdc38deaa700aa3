namespace EventSnn.Simulation.Gestures;

/// <summary>When a gesture is performed in a scene.</summary>
/// <param name="Gesture">Which one.</param>
/// <param name="Start">Scene time in seconds at which it is in full swing.</param>
/// <param name="End">Scene time in seconds at which it ends.</param>
public readonly record struct GestureWindow(Gesture Gesture, double Start, double End);
