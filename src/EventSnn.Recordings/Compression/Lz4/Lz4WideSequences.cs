using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EventSnn.Recordings.Compression.Lz4;

/// <summary>
/// Sequences with at most 14 literals and a copy of at most 16 bytes from at least 16 bytes back, one permutation and one store each,
/// for processors with AVX-512 VBMI.
/// </summary>
/// <remarks>
/// <para>The last 32 bytes of the output are kept in a register, because events of 16 bytes repeat what stands shortly before them and
/// reading that back from memory would wait for stores that are still under way. The next last 32 bytes are taken, by one permutation,
/// from these, from the literals, and from 16 bytes of older output.</para>
/// <para>Where a sequence ends is known only when its first byte is, so that one block is bound by that chain of loads and not by the
/// work; two blocks side by side take little more time than one.</para>
/// </remarks>
internal static unsafe class Lz4WideSequences
{
    /// <summary>So many input bytes must be left: a token, 16 bytes read for up to 14 literals, an offset.</summary>
    private const int Input = 20;

    /// <summary>A sequence writes at most so many bytes.</summary>
    private const int Output = 32;

    /// <summary>Where <see cref="Table"/> has 32 zeros and then ones: 32 bytes from n on are ones in their last n.</summary>
    private const int Masks = 64;

    /// <summary>Where <see cref="Table"/> counts 0, 1, 2 and so on.</summary>
    private const int Counting = 192;

    /// <summary>Never freed: 320 bytes on lines of the cache.</summary>
    private static readonly byte* Table = MakeTable();

    /// <summary>Decodes such sequences as long as they come.</summary>
    /// <param name="lane">A block that has not ended.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Decode(ref Lz4Lane lane)
    {
        if (lane.To - lane.Memory < Output)
        {
            return;
        }

        // Places are told from the table on, so that one of them can be put in place of another without a branch.
        byte* table = Table;
        byte* from = lane.From;
        byte* lastFrom = lane.InputEnd - Input;
        nint to = (nint)(lane.To - table);
        nint lastTo = (nint)(lane.OutputEnd - Output - table);
        nint oldest = (nint)(lane.Oldest - table);
        Vector256<byte> last = Vector256.Load(table + to - 32);
        while (from <= lastFrom && to <= lastTo)
        {
            nint token = *from;
            nint literals = token >> 4;
            nint length = token & 15;
            nint back = Unsafe.ReadUnaligned<ushort>(from + literals + 1);
            nint copied = to + literals - back;
            if (length > 12 || token >= 0xF0 || back < 16 || copied < oldest)
            {
                // Left to the careful decoder, which also tells what is wrong.
                break;
            }

            last = Next(last, ref from, ref to, table, literals, length, back, copied);
        }

        lane.From = from;
        lane.To = table + to;
    }

    /// <summary>Decodes such sequences of two blocks in turn as long as they come in both.</summary>
    /// <param name="first">A block that has not ended.</param>
    /// <param name="second">Another one.</param>
    /// <returns>1 or 2 where the next sequence of that block is another one; 0 where one of them is near its end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Decode(ref Lz4Lane first, ref Lz4Lane second)
    {
        if (first.To - first.Memory < Output || second.To - second.Memory < Output)
        {
            return first.To - first.Memory < Output ? 1 : 2;
        }

        byte* table = Table;
        byte* from = first.From;
        byte* lastFrom = first.InputEnd - Input;
        nint to = (nint)(first.To - table);
        nint lastTo = (nint)(first.OutputEnd - Output - table);
        nint oldest = (nint)(first.Oldest - table);
        Vector256<byte> last = Vector256.Load(table + to - 32);
        byte* from2 = second.From;
        byte* lastFrom2 = second.InputEnd - Input;
        nint to2 = (nint)(second.To - table);
        nint lastTo2 = (nint)(second.OutputEnd - Output - table);
        nint oldest2 = (nint)(second.Oldest - table);
        Vector256<byte> last2 = Vector256.Load(table + to2 - 32);
        int answer = 0;
        while (true)
        {
            // So many sequences of either need no look at where they end.
            nint rounds = Math.Min(Math.Min((nint)(lastFrom - from), (nint)(lastFrom2 - from2)), Math.Min(lastTo - to, lastTo2 - to2)) >> 5;
            if (rounds <= 0)
            {
                break;
            }

            do
            {
                nint token = *from;
                nint literals = token >> 4;
                nint length = token & 15;
                nint back = Unsafe.ReadUnaligned<ushort>(from + literals + 1);
                nint copied = to + literals - back;
                if (length > 12 || token >= 0xF0 || back < 16 || copied < oldest)
                {
                    answer = 1;
                    goto End;
                }

                last = Next(last, ref from, ref to, table, literals, length, back, copied);
                token = *from2;
                literals = token >> 4;
                length = token & 15;
                back = Unsafe.ReadUnaligned<ushort>(from2 + literals + 1);
                copied = to2 + literals - back;
                if (length > 12 || token >= 0xF0 || back < 16 || copied < oldest2)
                {
                    answer = 2;
                    goto End;
                }

                last2 = Next(last2, ref from2, ref to2, table, literals, length, back, copied);
            }
            while (--rounds > 0);
        }

    End:
        first.From = from;
        first.To = table + to;
        second.From = from2;
        second.To = table + to2;
        return answer;
    }

    /// <summary>One sequence; <paramref name="length"/> is that of its copy without the four bytes that every copy has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Next(Vector256<byte> last, ref byte* from, ref nint to, byte* table, nint literals, nint length, nint back, nint copied)
    {
        // All ones where the copy comes from the last 32 bytes or from the literals. Whether it does is as good as random in events, hence
        // no branch. Older output is not looked at then, but zeros instead, because waiting for its stores is what must not be.
        nint apart = back - literals;
        nint near = (apart - 33) >> 63;
        Vector256<byte> others = Vector256.Create(Vector128.Load(from + 1), Vector128.Load(table + (copied & ~near)));

        // Byte i of the new last 32 is byte i + literals + copy of the old ones and the literals behind them; where that passes the
        // literals, it is the copied byte: "back" bytes before that place, or in the upper half of the others, where 48 is its first.
        nint shift = ((apart + 16) & near) + literals - 16;
        Vector256<byte> places = Vector256.Load(table + Counting + Lz4Sequence.MinimumCopy + literals + length)
            - (Vector256.Load(table + Masks + Lz4Sequence.MinimumCopy + length) & Vector256.Create((byte)shift));
        Vector256<byte> next = Avx512Vbmi.VL.PermuteVar32x8x2(last, places, others);
        to += literals + length + Lz4Sequence.MinimumCopy;
        from += literals + 3;
        next.Store(table + to - 32);
        return next;
    }

    private static byte* MakeTable()
    {
        byte* table = (byte*)NativeMemory.AlignedAlloc(320, 64);
        for (int i = 0; i < 320; i++)
        {
            table[i] = (byte)(i < Masks + 32 ? 0 : i < Counting ? 0xFF : i - Counting);
        }

        return table;
    }
}
