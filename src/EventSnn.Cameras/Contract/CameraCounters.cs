using EventSnn.Streaming.Boundaries;

namespace EventSnn.Cameras.Contract;

/// <summary>
/// What a live camera did since its stream began. <c>Arrived.Events = Queue.In</c>, and
/// <c>Queue.In = Queue.Out + Queue.Dropped + Queue.Abandoned + Queue.Pending</c>.
/// </summary>
/// <param name="Arrived">What came over the wire, all connections together.</param>
/// <param name="Queue">What went through the bounded queue behind it.</param>
/// <param name="Connections">How often a connection was made.</param>
/// <param name="FailedConnections">How often the attempt failed.</param>
/// <param name="TimestampResets">How often the camera's clock was set back, told or found.</param>
public readonly record struct CameraCounters(LinkCounters Arrived, BoundaryCounters Queue, long Connections, long FailedConnections, long TimestampResets);
