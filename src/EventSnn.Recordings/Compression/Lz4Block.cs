using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

    /// <summary>So many input bytes must be left for a short sequence: a token, 16 bytes read for up to 14 literals, an offset.</summary>
    private const int FastInput = 20;

    /// <summary>So many output bytes must be free for a short sequence: 14 literals and 16 bytes.</summary>
    private const int FastOutput = 64;

    /// <summary>
    /// Shuffles that shift by n from 0 to 16: the 16 bytes from 16 + n on move the bytes of a vector from n on to its front; the 16
    /// bytes from n on move the first n bytes of another one to its end. Bytes above 127 give zeros.
    /// </summary>
    private static ReadOnlySpan<byte> Shifts =>
    [
        128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128,
    ];

    /// <summary>Decodes a block.</summary>
    /// <remarks>
    /// Events of 16 bytes repeat what stands 16 bytes before them. Reading that back from memory would wait for stores that are still
    /// under way, sequence after sequence; so the last 16 bytes of the output are kept in a register beside it.
    /// </remarks>
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
        int from = 0;
        int to = start;
        while (from < source.Length)
        {
            if (Sse41.IsSupported && to >= 16 && source.Length - from > FastInput && limit - to > FastOutput)
            {
                DecodeShort(source, output, oldest, limit - FastOutput, ref from, ref to);
            }

            DecodeSequence(source, output, oldest, limit, ref from, ref to);
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

    /// <summary>
    /// Sequences with at most 14 literals and a copy of at most 16 bytes from at least 16 bytes back, as long as they come. Whether a copy
    /// comes from 16 bytes back or from further is as good as random in events, so both go the same way without a branch.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DecodeShort(ReadOnlySpan<byte> source, byte[] output, int oldest, int lastTo, ref int sourceAt, ref int outputAt)
    {
        ref byte input = ref MemoryMarshal.GetReference(source);
        ref byte result = ref MemoryMarshal.GetArrayDataReference(output);
        ref byte shifts = ref MemoryMarshal.GetReference(Shifts);
        int lastFrom = source.Length - FastInput;
        int from = sourceAt;
        int to = outputAt;

        // Bytes that were written long ago: loading them in place of those 16 bytes back, which are still under way, waits for nothing.
        int settled = to - 16;

        // Bytes older than the oldest one that may be copied can be among these; the check of offsets keeps them out.
        Vector128<byte> last = Vector128.LoadUnsafe(ref result, (nuint)settled);
        while (from <= lastFrom && to <= lastTo)
        {
            int token = Unsafe.Add(ref input, from);
            int literals = token >> 4;
            int length = (token & 15) + MinimumMatch;
            int offset = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref input, from + 1 + literals));
            if (literals == 15 || length > 16 || offset < 16 || offset > to + literals - oldest)
            {
                // Left to the careful decoder, which also tells what is wrong.
                break;
            }

            Vector128<byte> taken = Vector128.LoadUnsafe(ref input, (nuint)(from + 1));
            taken.StoreUnsafe(ref result, (nuint)to);
            last = Behind(last, taken, ref shifts, literals);
            from += literals + 3;
            to += literals;

            // All ones where the copy is of the last 16 bytes.
            int near = (offset - 17) >> 31;
            int place = (settled & near) | ((to - offset) & ~near);
            Vector128<byte> copy = Sse41.BlendVariable(Vector128.LoadUnsafe(ref result, (nuint)place), last, Vector128.Create(near).AsByte());
            copy.StoreUnsafe(ref result, (nuint)to);
            last = Behind(last, copy, ref shifts, length);
            to += length;
        }

        sourceAt = from;
        outputAt = to;
    }

    /// <summary>The 16 bytes that end with the first <paramref name="count"/> bytes of a vector put behind another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Behind(Vector128<byte> first, Vector128<byte> second, ref byte shifts, int count) =>
        Ssse3.Shuffle(first, Vector128.LoadUnsafe(ref shifts, (nuint)(16 + count))) | Ssse3.Shuffle(second, Vector128.LoadUnsafe(ref shifts, (nuint)count));

    /// <summary>One sequence of any kind, with every length checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DecodeSequence(ReadOnlySpan<byte> source, byte[] output, int oldest, int limit, ref int sourceAt, ref int outputAt)
    {
        ref byte input = ref MemoryMarshal.GetReference(source);
        ref byte result = ref MemoryMarshal.GetArrayDataReference(output);
        int inputEnd = source.Length;
        int from = sourceAt;
        int to = outputAt;
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
        if (from < inputEnd)
        {
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

        sourceAt = from;
        outputAt = to;
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
