using System.Buffers.Binary;

namespace EventSnn.Cameras.Caer;

/// <summary>What cAER puts before its packets on the network: 20 bytes, little-endian, once per TCP connection or in every datagram.</summary>
internal static class CaerHeader
{
    /// <summary>Bytes in the header.</summary>
    public const int Size = 20;

    private const long Magic = 0x1D378BC90B9A6658;
    private const byte Version = 1;

    /// <summary>The text header that a file would have: it makes the packets on a socket readable as a recording.</summary>
    public static byte[] FileHeader => "#!AER-DAT3.1\r\n#Format: RAW\r\n#!END-HEADER\r\n"u8.ToArray();

    /// <summary>Writes a header.</summary>
    /// <param name="target">20 bytes.</param>
    /// <param name="sequence">The datagram's number; 0 on TCP.</param>
    public static void Write(Span<byte> target, long sequence)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], sequence);
        target[16] = Version;
        target[17] = 0;
        BinaryPrimitives.WriteInt16LittleEndian(target[18..], 1);
    }

    /// <summary>Checks a header.</summary>
    /// <param name="bytes">At least as many bytes as came.</param>
    /// <param name="sequence">The datagram's number.</param>
    /// <returns>Null where it is one; else what is there instead, as a noun phrase.</returns>
    public static string? Check(ReadOnlySpan<byte> bytes, out long sequence)
    {
        sequence = 0;
        if (bytes.Length < Size)
        {
            return $"{bytes.Length} bytes where a header of {Size} should be";
        }

        long magic = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        if (magic != Magic)
        {
            return $"0x{magic:X16} where cAER's mark 0x{Magic:X16} should be";
        }

        if (bytes[16] != Version)
        {
            return $"version {bytes[16]} of the protocol where 1 should be";
        }

        sequence = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        return null;
    }
}
