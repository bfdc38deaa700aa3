using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using EventSnn.Events.Batches;

namespace EventSnn.Recordings.Evt;

/// <summary>
/// Decodes EVT 3 in blocks of 32 words without looking at any word alone. Row and low time of every word are found by carrying the
/// index of the last word that set them forward through the block (a running maximum over lanes in five steps). In a block of single
/// events the event words are then squeezed together with their rows and times. In a block with vector words the words that give
/// events are visited in turn, but without a branch: a single event is a vector of one.
/// </summary>
internal static class Evt3Blocks
{
    /// <summary>Words in a block.</summary>
    public const int Words = 32;

    /// <summary>Places that must be free for a block: each of its words can be a vector of twelve, and sixteen are stored at a time.</summary>
    public const int Room = (Words * 12) + 16;

    private const int LowShift = Evt3Reader.LowShift;
    private const int BaseShift = Evt3Reader.BaseShift;

    /// <summary>Whether the processor can.</summary>
    public static bool IsSupported => Avx512Vbmi2.IsSupported && Avx512BW.IsSupported && Avx512Vbmi2.VL.IsSupported;

    /// <summary>Decodes blocks up to a word that is none of rows, low times, bases, events or the high time that already holds.</summary>
    /// <param name="words">All words.</param>
    /// <param name="to">Columns to fill.</param>
    /// <param name="timeBase">The high time in microseconds.</param>
    /// <param name="timeWord">The TIME_HIGH word that repeats it.</param>
    /// <param name="state">Row, low time and base; see <see cref="Evt3Reader"/>.</param>
    /// <param name="read">Words read.</param>
    /// <param name="written">Events written.</param>
    /// <returns>False where too few words or places are left for a block; true in front of a word that this decoder leaves to others.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Decode(ReadOnlySpan<byte> words, EventColumns to, long timeBase, ushort timeWord, ref ulong state, ref int read, ref int written)
    {
        ref ushort first = ref Unsafe.As<byte, ushort>(ref MemoryMarshal.GetReference(words));
        ref long t = ref MemoryMarshal.GetReference(to.Timestamps);
        ref ushort x = ref MemoryMarshal.GetReference(to.X);
        ref ushort y = ref MemoryMarshal.GetReference(to.Y);
        ref byte p = ref MemoryMarshal.GetReference(to.Polarities);
        int from = read;
        int at = written;
        int lastRead = (words.Length / 2) - Words;
        int lastWritten = to.Length - Room;
        uint row = (uint)state & 0xFFF;
        uint low = (uint)(state >> LowShift) & 0xFFF;
        uint start = (uint)(state >> BaseShift) & 0xFFF;
        bool stopped = false;
        Vector512<ushort> lanes = Vector512<ushort>.Indices;
        Vector512<ushort> found = lanes | Vector512.Create((ushort)Words);
        Vector512<ushort> by1 = Back(1);
        Vector512<ushort> by2 = Back(2);
        Vector512<ushort> by4 = Back(4);
        Vector512<ushort> by8 = Back(8);
        Vector512<ushort> by16 = Back(16);
        Vector512<ushort> coordinate = Vector512.Create((ushort)0x7FF);
        Vector512<ushort> repeated = Vector512.Create(timeWord);
        Vector512<long> times = Vector512.Create(timeBase);
        Vector256<ushort> bits = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, (ushort)32768);
        Vector512<ushort> rowLanes;
        Vector512<ushort> lowLanes;
        while (from <= lastRead && at <= lastWritten)
        {
            Vector512<ushort> v = Vector512.LoadUnsafe(ref first, (nuint)from);
            Vector512<ushort> types = v >>> 12;
            Vector512<ushort> isRow = Vector512.Equals(types, Vector512<ushort>.Zero);
            Vector512<ushort> isSingle = Vector512.Equals(types, Vector512.Create((ushort)2));
            Vector512<ushort> isLow = Vector512.Equals(types, Vector512.Create((ushort)6));
            uint rows = (uint)isRow.ExtractMostSignificantBits();
            uint singles = (uint)isSingle.ExtractMostSignificantBits();
            uint lows = (uint)isLow.ExtractMostSignificantBits();
            uint bases = (uint)Vector512.Equals(types, Vector512.Create((ushort)3)).ExtractMostSignificantBits();
            uint vectors = (uint)Vector512.Equals(types & Vector512.Create((ushort)0xE), Vector512.Create((ushort)4)).ExtractMostSignificantBits();
            uint repeats = (uint)Vector512.Equals(v, repeated).ExtractMostSignificantBits();
            uint others = ~(rows | singles | lows | bases | vectors | repeats);
            int count = Words;
            if (others != 0)
            {
                count = BitOperations.TrailingZeroCount(others);
                stopped = true;
                if (count == 0)
                {
                    break;
                }

                uint below = (1u << count) - 1;
                (rows, singles, lows, bases, vectors) = (rows & below, singles & below, lows & below, bases & below, vectors & below);
                isSingle &= Vector512.LessThan(lanes, Vector512.Create((ushort)count));
            }

            // Indices of words that set a row carry bit 5, which takes the row from the block; without it, it is that from before.
            Vector512<ushort> lastRow = isRow & found;
            Vector512<ushort> lastLow = isLow & found;
            lastRow = Vector512.Max(lastRow, Avx512BW.PermuteVar32x16(lastRow, by1));
            lastLow = Vector512.Max(lastLow, Avx512BW.PermuteVar32x16(lastLow, by1));
            lastRow = Vector512.Max(lastRow, Avx512BW.PermuteVar32x16(lastRow, by2));
            lastLow = Vector512.Max(lastLow, Avx512BW.PermuteVar32x16(lastLow, by2));
            lastRow = Vector512.Max(lastRow, Avx512BW.PermuteVar32x16(lastRow, by4));
            lastLow = Vector512.Max(lastLow, Avx512BW.PermuteVar32x16(lastLow, by4));
            lastRow = Vector512.Max(lastRow, Avx512BW.PermuteVar32x16(lastRow, by8));
            lastLow = Vector512.Max(lastLow, Avx512BW.PermuteVar32x16(lastLow, by8));
            lastRow = Vector512.Max(lastRow, Avx512BW.PermuteVar32x16(lastRow, by16));
            lastLow = Vector512.Max(lastLow, Avx512BW.PermuteVar32x16(lastLow, by16));
            rowLanes = Avx512BW.PermuteVar32x16x2(Vector512.Create((ushort)row), lastRow, v) & coordinate;
            lowLanes = Avx512BW.PermuteVar32x16x2(Vector512.Create((ushort)low), lastLow, v) & Vector512.Create((ushort)0xFFF);

            if ((vectors | bases) == 0)
            {
                Vector512<ushort> events = Avx512Vbmi2.Compress(Vector512<ushort>.Zero, isSingle, v);
                Vector512<ushort> eventRows = Avx512Vbmi2.Compress(Vector512<ushort>.Zero, isSingle, rowLanes);
                Vector512<ushort> eventLows = Avx512Vbmi2.Compress(Vector512<ushort>.Zero, isSingle, lowLanes);
                (events & coordinate).StoreUnsafe(ref x, (nuint)at);
                eventRows.StoreUnsafe(ref y, (nuint)at);
                Avx512BW.ConvertToVector256Byte((events >>> 11) & Vector512<ushort>.One).StoreUnsafe(ref p, (nuint)at);
                (Avx512F.ConvertToVector512Int64(eventLows.GetLower().GetLower()) + times).StoreUnsafe(ref t, (nuint)at);
                (Avx512F.ConvertToVector512Int64(eventLows.GetLower().GetUpper()) + times).StoreUnsafe(ref t, (nuint)at + 8);
                int more = BitOperations.PopCount(singles);
                if (more > 16)
                {
                    (Avx512F.ConvertToVector512Int64(eventLows.GetUpper().GetLower()) + times).StoreUnsafe(ref t, (nuint)at + 16);
                    (Avx512F.ConvertToVector512Int64(eventLows.GetUpper().GetUpper()) + times).StoreUnsafe(ref t, (nuint)at + 24);
                }

                at += more;
            }
            else
            {
                // What differs between single events, both widths of vectors and bases is taken from numbers of four bits per type.
                const ulong WidthOfType = 0x8C_0000;
                const uint SinglesOfType = 0b00_0100;
                const uint BasesOfType = 0b00_1000;
                ref ushort rowOf = ref Unsafe.As<Vector512<ushort>, ushort>(ref rowLanes);
                ref ushort lowOf = ref Unsafe.As<Vector512<ushort>, ushort>(ref lowLanes);
                for (uint left = singles | vectors | bases; left != 0; left &= left - 1)
                {
                    int lane = BitOperations.TrailingZeroCount(left);
                    uint word = Unsafe.Add(ref first, from + lane);
                    int type = (int)(word >> 12);
                    uint width = (uint)(WidthOfType >> (type * 4)) & 0xF;
                    uint isSingleWord = (SinglesOfType >> type) & 1;
                    uint allIfSingle = 0 - isSingleWord;
                    uint allIfBase = 0 - ((BasesOfType >> type) & 1);
                    uint mask = (word & ((1u << (int)width) - 1)) | isSingleWord;
                    uint column = (word & allIfSingle) | (start & ~allIfSingle);
                    start = (word & 0xFFF & allIfBase) | (((start & 0x800) | ((start + width) & 0x7FF)) & ~allIfBase);

                    Vector512<long> now = Vector512.Create(timeBase + Unsafe.Add(ref lowOf, lane));
                    now.StoreUnsafe(ref t, (nuint)at);
                    now.StoreUnsafe(ref t, (nuint)at + 8);
                    Vector256<ushort> chosen = Vector256.Equals(Vector256.Create((ushort)mask) & bits, bits);
                    Vector256<ushort> columns = Vector256<ushort>.Indices + Vector256.Create((ushort)(column & 0x7FF));
                    Avx512Vbmi2.VL.Compress(Vector256<ushort>.Zero, chosen, columns).StoreUnsafe(ref x, (nuint)at);
                    Vector256.Create(Unsafe.Add(ref rowOf, lane)).StoreUnsafe(ref y, (nuint)at);
                    Vector128.Create((byte)((column >> 11) & 1)).StoreUnsafe(ref p, (nuint)at);
                    at += BitOperations.PopCount(mask);
                }
            }

            row = rows == 0 ? row : Unsafe.Add(ref first, from + BitOperations.Log2(rows)) & 0xFFFu;
            low = lows == 0 ? low : Unsafe.Add(ref first, from + BitOperations.Log2(lows)) & 0xFFFu;
            from += count;
            if (stopped)
            {
                break;
            }
        }

        state = row | ((ulong)low << LowShift) | ((ulong)start << BaseShift);
        read = from;
        written = at;
        return stopped;
    }

    /// <summary>Indices so many lanes back; the first lanes stay at lane 0, which no lane comes before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> Back(int lanes)
    {
        Vector512<ushort> all = Vector512<ushort>.Indices;
        return Vector512.Max(all, Vector512.Create((ushort)lanes)) - Vector512.Create((ushort)lanes);
    }
}
