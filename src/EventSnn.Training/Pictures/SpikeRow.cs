namespace EventSnn.Training.Pictures;

/// <summary>Spikes of one kind in a raster.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Spikes">(line, time in milliseconds) of every spike.</param>
public sealed record SpikeRow(string Name, IReadOnlyList<(int Line, double Time)> Spikes);
