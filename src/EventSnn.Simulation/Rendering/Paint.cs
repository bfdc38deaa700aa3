namespace EventSnn.Simulation.Rendering;

/// <summary>What a surface looks like.</summary>
/// <param name="Albedo">Share of the light that comes back, 0 to 1.</param>
/// <param name="Roundness">How much it is shaded like a cylinder: 0 flat, 1 round.</param>
/// <param name="Texture">Contrast of its texture: 0 smooth, 0.3 strong folds.</param>
/// <param name="TexturePitch">Size of a texture cell in pixels.</param>
/// <param name="TextureSeed">Which part of the texture it shows.</param>
public readonly record struct Paint(float Albedo, float Roundness = 0, float Texture = 0, float TexturePitch = 6, float TextureSeed = 0);
