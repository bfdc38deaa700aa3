using EventSnn.Events.Geometry;

namespace EventSnn.Recordings.Aedat4;

/// <summary>A stream that the header of an AEDAT 4 file declares.</summary>
/// <param name="Id">Its number in the packets.</param>
/// <param name="Type">Its type identifier: EVTS, FRME, IMUS, TRIG or another.</param>
/// <param name="Name">Its name.</param>
/// <param name="Size">Its sensor; null where not told.</param>
/// <param name="Source">Its camera; null where not told.</param>
internal sealed record Aedat4Stream(int Id, string Type, string Name, SensorSize? Size, string? Source);
