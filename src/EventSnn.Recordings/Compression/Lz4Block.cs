using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EventSnn.Recordings.Compression;

/// <summary>LZ4 blocks: sequences of literals and copies from at most 65535 bytes back.</summary>
internal static class Lz4Block
{
    private const int MinimumMatch = 4;
    private const int LastLiterals = 5;
    private const int MatchSafeguard = 12;
    private const int HashBits = 14;

    /// <summary>How far a fast copy may write behind its end.</summary>
    private const int Slack = 32;

    /// <summary>Decodes a block.</summary>
    /// <param name="source">The block.</param>
    /// <param name="output">Array that is decoded into.</param>
    /// <param name="oldest">Where the bytes begin that copies may come from; at most <paramref name="start"/>.</param>
    /// <param name="start">Where the decoded bytes go.</param>
    /// <param name="limit">Where the output must end at the latest.</param>
    /// <returns>Decoded bytes.</returns>
    /// <exception cref="CompressedDataException">The block is damaged or its output too long.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Decode(ReadOnlySpan<byte> source, byte[] output, int oldest, int start, int limit)
    {
        ref byte input = ref MemoryMarshal.GetReference(source);
        ref byte result = ref MemoryMarshal.GetArrayDataReference(output);
        int inputEnd = source.Length;
        int from = 0;
        int to = start;
        while (from < inputEnd)
        {
            int token = Unsafe.Add(ref input, from++);
            int literals = token >> 4;
            if (literals == 15)
            {
                literals += Extended(source, ref from);
            }

            if (literals > inputEnd - from || literals > limit - to)
            {
                throw new CompressedDataException("an LZ4 block whose literals pass its end");
            }

            if (literals <= 32 && inputEnd - from >= Slack && limit - to >= Slack)
            {
                Vector256.LoadUnsafe(ref input, (nuint)from).StoreUnsafe(ref result, (nuint)to);
            }
            else
            {
                Unsafe.CopyBlockUnaligned(ref Unsafe.Add(ref result, to), ref Unsafe.Add(ref input, from), (uint)literals);
            }

            from += literals;
            to += literals;
            if (from == inputEnd)
            {
                break;
            }

            if (inputEnd - from < 2)
            {
                throw new CompressedDataException("an LZ4 block that ends inside an offset");
            }

            int offset = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref input, from));
            offset = BitConverter.IsLittleEndian ? offset : BinaryPrimitives.ReverseEndianness((ushort)offset);
            from += 2;
            int length = token & 15;
            if (length == 15)
            {
                length += Extended(source, ref from);
            }

            length += MinimumMatch;
            if (offset == 0 || offset > to - oldest || length > limit - to)
            {
                throw new CompressedDataException("an LZ4 block whose copy reaches outside");
            }

            CopyMatch(ref result, to, offset, length, limit);
            to += length;
        }

        return to - start;
    }

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
            int length = MinimumMatch;
            length += source[(candidate + length)..].CommonPrefixLength(source[(at + length)..longest]);
            written += WriteSequence(target[written..], source[anchor..at], at - candidate, length);
            at += length;
            anchor = at;
        }

        return written + WriteSequence(target[written..], source[anchor..], 0, 0);
    }

    private static int Extended(ReadOnlySpan<byte> source, ref int from)
    {
        int sum = 0;
        int b;
        do
        {
            if (from >= source.Length || sum > int.MaxValue - 512)
            {
                throw new CompressedDataException("an LZ4 block that ends inside a length");
            }

            b = source[from++];
            sum += b;
        }
        while (b == 255);

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyMatch(ref byte result, int to, int offset, int length, int limit)
    {
        int from = to - offset;
        if (offset >= 16 && limit - to >= length + Slack)
        {
            int done = 0;
            do
            {
                Vector128.LoadUnsafe(ref result, (nuint)(from + done)).StoreUnsafe(ref result, (nuint)(to + done));
                done += 16;
            }
            while (done < length);
            return;
        }

        if (offset >= 8 && limit - to >= length + Slack)
        {
            int done = 0;
            do
            {
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref result, to + done), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref result, from + done)));
                done += 8;
            }
            while (done < length);
            return;
        }

        for (int i = 0; i < length; i++)
        {
            Unsafe.Add(ref result, to + i) = Unsafe.Add(ref result, from + i);
        }
    }

    private static int WriteSequence(Span<byte> target, ReadOnlySpan<byte> literals, int offset, int matchLength)
    {
        int at = 1;
        int code = matchLength - MinimumMatch;
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
