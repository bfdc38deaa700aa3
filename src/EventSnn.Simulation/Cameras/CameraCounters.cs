using EventSnn.Simulation.Pixels;

namespace EventSnn.Simulation.Cameras;

/// <summary>What a simulated camera did. <c>Pixels.Fired + Echoes = Delivered + Dropped + Waiting</c> at every moment.</summary>
/// <param name="Pixels">What the pixels did.</param>
/// <param name="Delivered">Events handed out.</param>
/// <param name="Dropped">Events lost at the bus because too many were waiting.</param>
/// <param name="Echoes">Events that the bus read a second time.</param>
/// <param name="Waiting">Events still on their way.</param>
public readonly record struct CameraCounters(PixelCounters Pixels, long Delivered, long Dropped, long Echoes, int Waiting);
