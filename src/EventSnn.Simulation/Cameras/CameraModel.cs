using EventSnn.Events.Geometry;
using EventSnn.Simulation.Pixels;
using EventSnn.Simulation.Readout;

namespace EventSnn.Simulation.Cameras;

/// <summary>A camera to imitate: its size, pixel and readout.</summary>
/// <param name="Name">Its name, lower case.</param>
/// <param name="Size">Columns and rows.</param>
/// <param name="Pixel">The pixel.</param>
/// <param name="Readout">The bus between pixels and timestamps.</param>
public sealed record CameraModel(string Name, SensorSize Size, PixelOptions Pixel, ReadoutOptions Readout);
