namespace EventSnn.Cameras.Sockets;

/// <summary>What stands before the events of a datagram.</summary>
/// <param name="Number">Its number; null where the protocol does not number.</param>
/// <param name="IsShortNumber">The number has 32 bits and wraps.</param>
/// <param name="ResetAt">The time of a clock reset that it tells of, in microseconds; null for none.</param>
internal readonly record struct DatagramHead(long? Number, bool IsShortNumber = false, long? ResetAt = null);
