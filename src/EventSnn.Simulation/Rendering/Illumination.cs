using System.Numerics;

namespace EventSnn.Simulation.Rendering;

/// <summary>The light that falls on a scene at a moment.</summary>
/// <param name="Level">Brightness; a white surface gives <c>255 * Level</c> DN.</param>
/// <param name="Direction">Where the light comes from: x right, y down, z towards the camera; of length 1.</param>
/// <param name="Ambient">Share of the light that comes from everywhere, 0 to 1.</param>
/// <param name="Shadow">Depth of cast shadows, 0 to 1.</param>
public readonly record struct Illumination(float Level, Vector3 Direction, float Ambient, float Shadow);
