using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Records;

/// <summary>
/// Decodes sixty-four event records per step with AVX-512, so that every store fills a cache line, and finds what is to be known of the events
/// while they are in registers: looking at the columns again would cost a third of the time.
/// </summary>
internal static class WideRecordDecoder
{
    /// <summary>Records of a step.</summary>
    public const int Step = 64;

    /// <summary>How far ahead records are fetched, in halves of a record: 1 KiB.</summary>
    private const int Ahead = 256;

    /// <summary>Whether the processor can.</summary>
    public static bool IsSupported => Avx512BW.IsSupported && Avx512F.VL.IsSupported;

    /// <summary>Decodes while there are sixty-four records, all of them pixel events, and room for them.</summary>
    /// <typeparam name="TLayout">The bit layout.</typeparam>
    /// <param name="records">Whole records.</param>
    /// <param name="to">Columns to fill.</param>
    /// <param name="timeBase">Is added to every time, in microseconds.</param>
    /// <param name="flipX">Width - 1, where the layout flips x.</param>
    /// <param name="flipY">Height - 1, where the layout flips y.</param>
    /// <param name="read">Index of the next record.</param>
    /// <param name="written">Index of the next event.</param>
    /// <param name="facts">What is known of the events, where there is one.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Decode<TLayout>(
        ReadOnlySpan<byte> records, EventColumns to, long timeBase, int flipX, int flipY, ref int read, ref int written, out ColumnFacts facts)
        where TLayout : struct, IRecordLayout
    {
        ref uint source = ref Unsafe.As<byte, uint>(ref MemoryMarshal.GetReference(records));
        ref long t = ref MemoryMarshal.GetReference(to.Timestamps);
        ref ushort x = ref MemoryMarshal.GetReference(to.X);
        ref ushort y = ref MemoryMarshal.GetReference(to.Y);
        ref byte p = ref MemoryMarshal.GetReference(to.Polarities);
        Vector512<uint> even = Vector512<uint>.Indices + Vector512<uint>.Indices;
        Vector512<uint> odd = even + Vector512<uint>.One;
        Vector512<uint> addresses = RecordDecoder.TimeFirst<TLayout>() ? odd : even;
        Vector512<uint> times = RecordDecoder.TimeFirst<TLayout>() ? even : odd;
        Vector512<ushort> words = Vector512<ushort>.Indices + Vector512<ushort>.Indices;
        Vector512<long> timeBases = Vector512.Create(timeBase);
        Vector512<uint> kind = Vector512.Create(RecordDecoder.Field<TLayout>(TLayout.KindMask));
        Vector512<uint> ofEvent = Vector512.Create(RecordDecoder.Field<TLayout>(TLayout.KindOfEvent));
        Vector512<ushort> maximumX = Vector512<ushort>.Zero;
        Vector512<ushort> maximumY = Vector512<ushort>.Zero;
        Vector512<ulong> sum = Vector512<ulong>.Zero;
        Vector512<uint> steps = Vector512<uint>.Zero;
        int from = read;
        int at = written;
        int lastRead = (records.Length / RecordDecoder.RecordSize) - Step;
        int lastWritten = to.Length - Step;

        // No step back in front of the first event.
        uint first = Unsafe.Add(ref source, (from * 2) + (RecordDecoder.TimeFirst<TLayout>() ? 0 : 1));
        Vector512<uint> before = RecordDecoder.Straight<TLayout>(Vector512.Create(first));
        while (from <= lastRead && at <= lastWritten)
        {
            nuint place = (nuint)from * 2;
            Vector512<uint> a0 = Vector512.LoadUnsafe(ref source, place);
            Vector512<uint> b0 = Vector512.LoadUnsafe(ref source, place + 16);
            Vector512<uint> a1 = Vector512.LoadUnsafe(ref source, place + 32);
            Vector512<uint> b1 = Vector512.LoadUnsafe(ref source, place + 48);
            Vector512<uint> a2 = Vector512.LoadUnsafe(ref source, place + 64);
            Vector512<uint> b2 = Vector512.LoadUnsafe(ref source, place + 80);
            Vector512<uint> a3 = Vector512.LoadUnsafe(ref source, place + 96);
            Vector512<uint> b3 = Vector512.LoadUnsafe(ref source, place + 112);

            // The bytes are in the second-level cache at best, and the processor's own prefetching ends with each page.
            byte* ahead = (byte*)Unsafe.AsPointer(ref Unsafe.Add(ref source, place + Ahead));
            for (int line = 0; line < 512; line += 64)
            {
                Sse.Prefetch0(ahead + line);
            }

            Vector512<uint> address0 = RecordDecoder.Straight<TLayout>(Avx512F.PermuteVar16x32x2(a0, addresses, b0));
            Vector512<uint> address1 = RecordDecoder.Straight<TLayout>(Avx512F.PermuteVar16x32x2(a1, addresses, b1));
            Vector512<uint> address2 = RecordDecoder.Straight<TLayout>(Avx512F.PermuteVar16x32x2(a2, addresses, b2));
            Vector512<uint> address3 = RecordDecoder.Straight<TLayout>(Avx512F.PermuteVar16x32x2(a3, addresses, b3));
            if (TLayout.KindMask != 0)
            {
                Vector512<uint> wrong = ((address0 ^ ofEvent) | (address1 ^ ofEvent) | (address2 ^ ofEvent) | (address3 ^ ofEvent)) & kind;
                if (wrong != Vector512<uint>.Zero)
                {
                    break;
                }
            }

            Times<TLayout>(Avx512F.PermuteVar16x32x2(a0, times, b0), timeBases, ref t, (nuint)at, ref before, ref steps);
            Times<TLayout>(Avx512F.PermuteVar16x32x2(a1, times, b1), timeBases, ref t, (nuint)at + 16, ref before, ref steps);
            Times<TLayout>(Avx512F.PermuteVar16x32x2(a2, times, b2), timeBases, ref t, (nuint)at + 32, ref before, ref steps);
            Times<TLayout>(Avx512F.PermuteVar16x32x2(a3, times, b3), timeBases, ref t, (nuint)at + 48, ref before, ref steps);

            Vector512<ushort> x0 = Words(address0, address1, words, RecordDecoder.Shift<TLayout>(TLayout.XShift), (ushort)TLayout.XMask);
            Vector512<ushort> x1 = Words(address2, address3, words, RecordDecoder.Shift<TLayout>(TLayout.XShift), (ushort)TLayout.XMask);
            Vector512<ushort> y0 = Words(address0, address1, words, RecordDecoder.Shift<TLayout>(TLayout.YShift), (ushort)TLayout.YMask);
            Vector512<ushort> y1 = Words(address2, address3, words, RecordDecoder.Shift<TLayout>(TLayout.YShift), (ushort)TLayout.YMask);
            if (TLayout.FlipX)
            {
                x0 = Vector512.Create((ushort)flipX) - x0;
                x1 = Vector512.Create((ushort)flipX) - x1;
            }

            if (TLayout.FlipY)
            {
                y0 = Vector512.Create((ushort)flipY) - y0;
                y1 = Vector512.Create((ushort)flipY) - y1;
            }

            x0.StoreUnsafe(ref x, (nuint)at);
            x1.StoreUnsafe(ref x, (nuint)at + 32);
            y0.StoreUnsafe(ref y, (nuint)at);
            y1.StoreUnsafe(ref y, (nuint)at + 32);
            maximumX = Vector512.Max(maximumX, Vector512.Max(x0, x1));
            maximumY = Vector512.Max(maximumY, Vector512.Max(y0, y1));

            Vector512<ushort> p0 = Words(address0, address1, words, RecordDecoder.Shift<TLayout>(TLayout.PolarityShift), (ushort)TLayout.PolarityMask);
            Vector512<ushort> p1 = Words(address2, address3, words, RecordDecoder.Shift<TLayout>(TLayout.PolarityShift), (ushort)TLayout.PolarityMask);
            Vector512<byte> on = Avx512BW.PackUnsignedSaturate(p0.AsInt16(), p1.AsInt16());
            on = Avx512F.PermuteVar8x64(on.AsUInt64(), Vector512.Create(0UL, 2, 4, 6, 1, 3, 5, 7)).AsByte();
            on = TLayout.PolarityMask == 1 ? on : Vector512.Min(on, Vector512<byte>.One);
            on = TLayout.InvertPolarity ? on ^ Vector512<byte>.One : on;
            on.StoreUnsafe(ref p, (nuint)at);
            sum += Avx512BW.SumAbsoluteDifferences(on, Vector512<byte>.Zero).AsUInt64();
            from += Step;
            at += Step;
        }

        read = from;
        written = at;
        facts = new ColumnFacts(Largest(maximumX), Largest(maximumY), (long)Vector512.Sum(sum), steps != Vector512<uint>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Times<TLayout>(Vector512<uint> halves, Vector512<long> timeBases, ref long t, nuint at, ref Vector512<uint> before, ref Vector512<uint> steps)
        where TLayout : struct, IRecordLayout
    {
        // The larger of an event's time and the one before it differs from its own where time steps back.
        Vector512<uint> now = RecordDecoder.Straight<TLayout>(halves);
        Vector512<uint> last = Avx512F.AlignRight32(now, before, 15);
        before = now;
        steps |= (TLayout.TimeSigned ? Vector512.Max(now.AsInt32(), last.AsInt32()).AsUInt32() : Vector512.Max(now, last)) ^ now;
        (RecordDecoder.Wide<TLayout>(now.GetLower()) + timeBases).StoreUnsafe(ref t, at);
        (RecordDecoder.Wide<TLayout>(now.GetUpper()) + timeBases).StoreUnsafe(ref t, at + 8);
    }

    /// <summary>A field of sixteen bits at most, of thirty-two records.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> Words(Vector512<uint> low, Vector512<uint> high, Vector512<ushort> words, int shift, ushort mask) =>
        Avx512BW.PermuteVar32x16x2((low >>> shift).AsUInt16(), words, (high >>> shift).AsUInt16()) & Vector512.Create(mask);

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
}
