namespace EventSnn.Recordings.Aedat3;

/// <summary>A place among the packets of an AEDAT 3.1 file.</summary>
/// <param name="Packet">The header of the running packet.</param>
/// <param name="Records">Events of it that are still to come.</param>
/// <param name="Padding">Bytes behind them that belong to the packet.</param>
internal readonly record struct PacketPlace(Aedat3PacketHeader Packet, long Records, long Padding);
