using System.Buffers.Binary;
using System.Numerics;

namespace EventSnn.Recordings.Compression;

/// <summary>The checksum of LZ4 frames (xxHash, 32 bits).</summary>
internal static class XxHash32
{
    private const uint Prime1 = 2654435761;
    private const uint Prime2 = 2246822519;
    private const uint Prime3 = 3266489917;
    private const uint Prime4 = 668265263;
    private const uint Prime5 = 374761393;

    /// <summary>Hashes bytes with seed 0.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint length = (uint)bytes.Length;
        uint hash;
        if (bytes.Length >= 16)
        {
            unchecked
            {
                uint a = Prime1 + Prime2;
                uint b = Prime2;
                uint c = 0;
                uint d = 0 - Prime1;
                while (bytes.Length >= 16)
                {
                    a = Round(a, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
                    b = Round(b, BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));
                    c = Round(c, BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
                    d = Round(d, BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]));
                    bytes = bytes[16..];
                }

                hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            }
        }
        else
        {
            hash = Prime5;
        }

        hash += length;
        for (; bytes.Length >= 4; bytes = bytes[4..])
        {
            hash = BitOperations.RotateLeft(hash + (BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Prime3), 17) * Prime4;
        }

        foreach (byte b in bytes)
        {
            hash = BitOperations.RotateLeft(hash + (b * Prime5), 11) * Prime1;
        }

        hash = (hash ^ (hash >> 15)) * Prime2;
        hash = (hash ^ (hash >> 13)) * Prime3;
        return hash ^ (hash >> 16);
    }

    private static uint Round(uint lane, uint input) => BitOperations.RotateLeft(lane + (input * Prime2), 13) * Prime1;
}
