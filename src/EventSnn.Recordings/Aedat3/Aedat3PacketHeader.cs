using System.Buffers.Binary;

namespace EventSnn.Recordings.Aedat3;

/// <summary>The header of an AEDAT 3.1 packet: 28 bytes, little-endian.</summary>
/// <param name="Type">Kind of events; 1 = polarity.</param>
/// <param name="Source">Number of the source.</param>
/// <param name="EventSize">Bytes in an event.</param>
/// <param name="TimeOffset">Offset of the time in an event.</param>
/// <param name="Overflow">How often the 31-bit time has wrapped.</param>
/// <param name="Capacity">Events that the packet occupies.</param>
/// <param name="Number">Events that count; at most the capacity.</param>
/// <param name="Valid">How many of them are valid.</param>
internal readonly record struct Aedat3PacketHeader(
    short Type, short Source, int EventSize, int TimeOffset, int Overflow, int Capacity, int Number, int Valid)
{
    /// <summary>Bytes in a packet header.</summary>
    public const int Size = 28;

    private static readonly string[] Names =
    [
        "special", "polarity", "frame", "IMU6", "IMU9", "sample", "ear", "config",
        "point 1D", "point 2D", "point 3D", "point 4D", "spike", "matrix 4x4",
    ];

    /// <summary>What the events are called.</summary>
    public string TypeName => (uint)Type < Names.Length ? Names[Type] : $"type {Type}";

    /// <summary>Bytes behind the header.</summary>
    public long DataLength => (long)Capacity * EventSize;

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">28 bytes.</param>
    public static Aedat3PacketHeader Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt16LittleEndian(bytes),
        BinaryPrimitives.ReadInt16LittleEndian(bytes[2..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]));

    /// <summary>Writes the header.</summary>
    /// <param name="bytes">28 bytes.</param>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt16LittleEndian(bytes, Type);
        BinaryPrimitives.WriteInt16LittleEndian(bytes[2..], Source);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], EventSize);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], TimeOffset);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], Overflow);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], Capacity);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[20..], Number);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[24..], Valid);
    }
}
