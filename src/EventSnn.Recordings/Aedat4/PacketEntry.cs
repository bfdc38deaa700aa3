namespace EventSnn.Recordings.Aedat4;

/// <summary>One packet in the data table of AEDAT 4.</summary>
/// <param name="ByteOffset">Where its body begins in the file.</param>
/// <param name="Size">Bytes of its body.</param>
/// <param name="Events">Events in it.</param>
/// <param name="First">Smallest time in microseconds.</param>
/// <param name="Last">Largest time in microseconds.</param>
internal readonly record struct PacketEntry(long ByteOffset, int Size, long Events, long First, long Last);
