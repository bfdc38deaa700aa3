using System.Buffers.Binary;
using EventSnn.Events.Random;

namespace EventSnn.Recordings.Fuzz;

/// <summary>Damages files: flips, cuts, splices, lying numbers.</summary>
public sealed class Mutator(ulong seed)
{
    private static readonly uint[] Lies = [0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFF0, 0x10000, 0x03FFFFFF, 0x04000000, 255, 256];
    private readonly RandomStream random = new(seed);

    /// <summary>Makes a damaged copy.</summary>
    /// <param name="seeds">Good files of one format.</param>
    /// <returns>The copy.</returns>
    public byte[] Next(IReadOnlyList<byte[]> seeds)
    {
        byte[] bytes = [.. seeds[random.NextInt32(seeds.Count)]];
        int rounds = 1 + random.NextInt32(4);
        for (int i = 0; i < rounds && bytes.Length > 0; i++)
        {
            bytes = Damage(bytes, seeds);
        }

        return bytes;
    }

    private byte[] Damage(byte[] bytes, IReadOnlyList<byte[]> seeds)
    {
        int at = random.NextInt32(bytes.Length);
        switch (random.NextInt32(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.NextInt32(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.NextInt32(256);
                return bytes;
            case 2:
                return bytes[..at];
            case 3 when bytes.Length >= 4:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Math.Min(at, bytes.Length - 4)), Lies[random.NextInt32(Lies.Length)]);
                return bytes;
            case 4:
                byte[] other = seeds[random.NextInt32(seeds.Count)];
                int from = random.NextInt32(other.Length);
                return [.. bytes[..at], .. other[from..Math.Min(other.Length, from + 1 + random.NextInt32(64))], .. bytes[at..]];
            case 5:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + random.NextInt32(16))..]];
            default:
                int length = Math.Min(bytes.Length - at, 1 + random.NextInt32(24));
                return [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]];
        }
    }
}
