using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Evt;

/// <summary>Decodes EVT 2 words, thirty-two at a time where the processor has AVX-512, and counts what is no event.</summary>
internal sealed class Evt2Words
{
    /// <summary>The type of a TIME_HIGH word.</summary>
    public const uint TimeHigh = 8;

    /// <summary>How far ahead words are fetched: 1 KiB.</summary>
    private const int Ahead = 256;
    private HighTime time = new(28, 6);

    /// <summary>The high time.</summary>
    public ref HighTime Time => ref time;

    /// <summary>Events in front of the first TIME_HIGH word, since <see cref="ClearCounts"/>.</summary>
    public long BeforeFirstTime { get; private set; }

    /// <summary>Other words by their type, since <see cref="ClearCounts"/>.</summary>
    public long[] Others { get; } = new long[16];

    /// <summary>Whether there is one in <see cref="Others"/>.</summary>
    public bool HasOthers { get; private set; }

    /// <summary>Begins to count anew.</summary>
    public void ClearCounts()
    {
        BeforeFirstTime = 0;
        if (HasOthers)
        {
            Array.Clear(Others);
            HasOthers = false;
        }
    }

    /// <summary>Decodes words until they end or the columns are full.</summary>
    /// <param name="words">Whole words.</param>
    /// <param name="to">Columns to fill from their beginning.</param>
    /// <param name="consumed">Words that were read.</param>
    /// <param name="facts">What is known of the events, where there is one.</param>
    /// <returns>Events that were written.</returns>
    public int Decode(ReadOnlySpan<byte> words, EventColumns to, out int consumed, out ColumnFacts facts)
    {
        int count = words.Length / 4;
        int read = 0;
        int written = 0;
        facts = default;
        while (read < count && written < to.Length)
        {
            int before = written;
            ColumnFacts next;
            if (time.Known && Avx512BW.IsSupported && Avx512F.VL.IsSupported && count - read >= 32 && to.Length - written >= 32)
            {
                DecodeMany(words, to, ref read, ref written, out next);
            }
            else
            {
                DecodeSome(words, to, Math.Min(count, read + 1024), ref read, ref written);
                next = written == before ? default : ColumnFacts.Of(to.Timestamps[before..written], to.X[before..written], to.Y[before..written], to.Polarities[before..written]);
            }

            facts = written == before ? facts : before == 0 ? next : facts.With(next, to.Timestamps[before] < to.Timestamps[before - 1]);
        }

        consumed = read;
        return written;
    }

    /// <summary>One word at a time; for the rest, for what comes before the first TIME_HIGH word, and for processors without wide vectors.</summary>
    private void DecodeSome(ReadOnlySpan<byte> words, EventColumns to, int end, ref int read, ref int written)
    {
        while (read < end && written < to.Length)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(words[(read * 4)..]);
            read++;
            uint type = word >> 28;
            if (type > 1)
            {
                TakeOther(word);
            }
            else if (!time.Known)
            {
                BeforeFirstTime++;
            }
            else
            {
                to.Timestamps[written] = time.Base + ((word >> 22) & 0x3F);
                to.X[written] = (ushort)((word >> 11) & 0x7FF);
                to.Y[written] = (ushort)(word & 0x7FF);
                to.Polarities[written] = (byte)type;
                written++;
            }
        }
    }

    /// <summary>
    /// Thirty-two words per step while there is no other word among them, else sixteen; finds what is to be known of the events while they are
    /// in registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void DecodeMany(ReadOnlySpan<byte> words, EventColumns to, ref int read, ref int written, out ColumnFacts facts)
    {
        ref uint first = ref Unsafe.As<byte, uint>(ref MemoryMarshal.GetReference(words));
        ref long t = ref MemoryMarshal.GetReference(to.Timestamps);
        ref ushort x = ref MemoryMarshal.GetReference(to.X);
        ref ushort y = ref MemoryMarshal.GetReference(to.Y);
        ref byte p = ref MemoryMarshal.GetReference(to.Polarities);
        int from = read;
        int at = written;
        int lastRead = (words.Length / 4) - 32;
        int lastWritten = to.Length - 32;
        Vector512<ushort> halves = Vector512<ushort>.Indices + Vector512<ushort>.Indices;
        Vector512<ushort> coordinate = Vector512.Create((ushort)0x7FF);
        Vector512<uint> lowTime = Vector512.Create(0x3Fu);
        Vector512<uint> notEvent = Vector512.Create(0xE0000000u);
        Vector512<ushort> maximumX = Vector512<ushort>.Zero;
        Vector512<ushort> maximumY = Vector512<ushort>.Zero;
        Vector512<ulong> sum = Vector512<ulong>.Zero;
        Vector512<uint> steps = Vector512<uint>.Zero;
        Vector512<uint> before = Vector512<uint>.Zero;
        Vector512<long> bases = Vector512.Create(time.Base);
        while (from <= lastRead && at <= lastWritten)
        {
            Vector512<uint> v = Vector512.LoadUnsafe(ref first, (nuint)from);
            Vector512<uint> w = Vector512.LoadUnsafe(ref first, (nuint)from + 16);

            // The bytes are in the second-level cache at best, and the processor's own prefetching ends with each page.
            byte* ahead = (byte*)Unsafe.AsPointer(ref Unsafe.Add(ref first, from + Ahead));
            Sse.Prefetch0(ahead);
            Sse.Prefetch0(ahead + 64);
            Vector512<uint> v22 = v >>> 22;
            Vector512<uint> w22 = w >>> 22;
            Vector512<uint> vLow = v22 & lowTime;
            Vector512<uint> wLow = w22 & lowTime;
            (Vector512<ulong> low, Vector512<ulong> high) = Vector512.Widen(vLow);
            (low.AsInt64() + bases).StoreUnsafe(ref t, (nuint)at);
            (high.AsInt64() + bases).StoreUnsafe(ref t, (nuint)at + 8);
            (low, high) = Vector512.Widen(wLow);
            (low.AsInt64() + bases).StoreUnsafe(ref t, (nuint)at + 16);
            (high.AsInt64() + bases).StoreUnsafe(ref t, (nuint)at + 24);
            Vector512<ushort> columns = Avx512BW.PermuteVar32x16x2((v >>> 11).AsUInt16(), halves, (w >>> 11).AsUInt16()) & coordinate;
            Vector512<ushort> rows = Avx512BW.PermuteVar32x16x2(v.AsUInt16(), halves, w.AsUInt16()) & coordinate;
            Vector256<byte> on = Avx512BW.ConvertToVector256Byte(Avx512BW.PermuteVar32x16x2(v22.AsUInt16(), halves, w22.AsUInt16()) >>> 6);
            columns.StoreUnsafe(ref x, (nuint)at);
            rows.StoreUnsafe(ref y, (nuint)at);
            on.StoreUnsafe(ref p, (nuint)at);
            if (((v | w) & notEvent) == Vector512<uint>.Zero)
            {
                // Within one high time only the low one can step back; the larger of a time and the one before it differs from its own then.
                steps |= Vector512.Max(vLow, Avx512F.AlignRight32(vLow, before, 15)) ^ vLow;
                steps |= Vector512.Max(wLow, Avx512F.AlignRight32(wLow, vLow, 15)) ^ wLow;
                before = wLow;
                maximumX = Vector512.Max(maximumX, columns);
                maximumY = Vector512.Max(maximumY, rows);
                sum += Avx512BW.SumAbsoluteDifferences(on.ToVector512(), Vector512<byte>.Zero).AsUInt64();
                from += 32;
                at += 32;
                continue;
            }

            // The events up to the first word that is none count; what was stored behind them is overwritten by the next step.
            uint others = (uint)Vector512.GreaterThan(v, ~notEvent).ExtractMostSignificantBits() | ((uint)Vector512.GreaterThan(w, ~notEvent).ExtractMostSignificantBits() << 16);
            int events = BitOperations.TrailingZeroCount(others);
            if (events > 0)
            {
                Vector512<ushort> counted = Vector512.LessThan(Vector512<ushort>.Indices, Vector512.Create((ushort)events));
                maximumX = Vector512.Max(maximumX, columns & counted);
                maximumY = Vector512.Max(maximumY, rows & counted);
                Vector512<byte> countedOn = on.ToVector512Unsafe() & Vector512.LessThan(Vector512<byte>.Indices, Vector512.Create((byte)events));
                sum += Avx512BW.SumAbsoluteDifferences(countedOn, Vector512<byte>.Zero).AsUInt64();
                Vector512<uint> vCounted = Vector512.LessThan(Vector512<uint>.Indices, Vector512.Create((uint)events));
                Vector512<uint> wCounted = Vector512.LessThan(Vector512<uint>.Indices + Vector512.Create(16u), Vector512.Create((uint)events));
                steps |= (Vector512.Max(vLow, Avx512F.AlignRight32(vLow, before, 15)) ^ vLow) & vCounted;
                steps |= (Vector512.Max(wLow, Avx512F.AlignRight32(wLow, vLow, 15)) ^ wLow) & wCounted;
                at += events;
            }

            TakeOther(Unsafe.Add(ref first, from + events));
            from += events + 1;
            bases = Vector512.Create(time.Base);

            // The last event as seen from the new high time: below all, at its place, or above all.
            before = Vector512.Create(at == written ? 0 : (uint)Math.Clamp(Unsafe.Add(ref t, at - 1) - time.Base, 0, 64));
        }

        facts = new ColumnFacts(Largest(maximumX), Largest(maximumY), (long)Vector512.Sum(sum), steps != Vector512<uint>.Zero);
        read = from;
        written = at;
    }

    private static ushort Largest(Vector512<ushort> lanes)
    {
        Vector256<ushort> half = Vector256.Max(lanes.GetLower(), lanes.GetUpper());
        ushort largest = 0;
        for (int lane = 0; lane < Vector256<ushort>.Count; lane++)
        {
            largest = Math.Max(largest, half[lane]);
        }

        return largest;
    }

    private void TakeOther(uint word)
    {
        uint type = word >> 28;
        if (type == TimeHigh)
        {
            time.Set(word & 0x0FFFFFFF);
        }
        else
        {
            Others[type]++;
            HasOthers = true;
        }
    }
}
