using System.Buffers.Binary;

namespace EventSnn.Recordings.Compression.Lz4;

/// <summary>Encodes LZ4 blocks.</summary>
internal static class Lz4Encoder
{
    private const int LastLiterals = 5;
    private const int MatchSafeguard = 12;
    private const int HashBits = 14;

    /// <summary>The most bytes that a block can take.</summary>
    public static int MaximumLength(int length) => length + (length / 255) + 16;

    /// <summary>Encodes a block, greedily, with one hash table; deterministic.</summary>
    /// <param name="source">What to encode.</param>
    /// <param name="target">At least <see cref="MaximumLength"/> bytes.</param>
    /// <param name="table">2^14 entries, reused; is cleared here.</param>
    /// <returns>Bytes written.</returns>
    public static int Encode(ReadOnlySpan<byte> source, Span<byte> target, int[] table)
    {
        Array.Fill(table, -1);
        int written = 0;
        int anchor = 0;
        int at = 0;
        int lastMatchStart = source.Length - MatchSafeguard;
        int misses = 0;
        while (at <= lastMatchStart)
        {
            uint four = BinaryPrimitives.ReadUInt32LittleEndian(source[at..]);
            int slot = (int)((four * 2654435761u) >> (32 - HashBits));
            int candidate = table[slot];
            table[slot] = at;
            if (candidate < 0 || at - candidate > ushort.MaxValue || BinaryPrimitives.ReadUInt32LittleEndian(source[candidate..]) != four)
            {
                at += 1 + (misses++ >> 6);
                continue;
            }

            misses = 0;
            int longest = source.Length - LastLiterals;
            int length = Lz4Sequence.MinimumCopy;
            length += source[(candidate + length)..].CommonPrefixLength(source[(at + length)..longest]);
            written += WriteSequence(target[written..], source[anchor..at], at - candidate, length);
            at += length;
            anchor = at;
        }

        return written + WriteSequence(target[written..], source[anchor..], 0, 0);
    }

    private static int WriteSequence(Span<byte> target, ReadOnlySpan<byte> literals, int offset, int matchLength)
    {
        int at = 1;
        int code = matchLength - Lz4Sequence.MinimumCopy;
        target[0] = (byte)((Math.Min(literals.Length, 15) << 4) | (offset == 0 ? 0 : Math.Min(code, 15)));
        at = WriteExtended(target, at, literals.Length);
        literals.CopyTo(target[at..]);
        at += literals.Length;
        if (offset != 0)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(target[at..], (ushort)offset);
            at = WriteExtended(target, at + 2, code);
        }

        return at;
    }

    private static int WriteExtended(Span<byte> target, int at, int length)
    {
        if (length < 15)
        {
            return at;
        }

        int rest = length - 15;
        for (; rest >= 255; rest -= 255)
        {
            target[at++] = 255;
        }

        target[at++] = (byte)rest;
        return at;
    }
}
