using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Reading;

namespace EventSnn.Recordings.Records;

/// <summary>
/// Decodes event records of 8 bytes straight into columns: sixteen records per step where the processor has AVX-512, eight with
/// AVX2, else one by one. Records that are no pixel events are squeezed out without a branch.
/// </summary>
internal static class RecordDecoder
{
    /// <summary>Bytes in a record.</summary>
    public const int RecordSize = 8;

    /// <summary>How far ahead records are fetched, in halves of a record: 1 KiB.</summary>
    private const int Ahead = 256;

    /// <summary>Records that go sixteen or eight at a time where one that is no pixel event was met; then sixty-four are tried again.</summary>
    private const int Mixed = 1024;

    /// <summary>Decodes records until they end or the columns are full.</summary>
    /// <typeparam name="TLayout">The bit layout.</typeparam>
    /// <param name="records">Whole records.</param>
    /// <param name="to">Columns to fill from their beginning.</param>
    /// <param name="timeBase">Is added to every time, in microseconds.</param>
    /// <param name="flipX">Width - 1, where the layout flips x.</param>
    /// <param name="flipY">Height - 1, where the layout flips y.</param>
    /// <param name="consumed">Records that were read.</param>
    /// <param name="facts">What is known of the events, where there is one.</param>
    /// <returns>Events that were written; the other records read are no pixel events.</returns>
    public static int Decode<TLayout>(ReadOnlySpan<byte> records, EventColumns to, long timeBase, int flipX, int flipY, out int consumed, out ColumnFacts facts)
        where TLayout : struct, IRecordLayout
    {
        int count = records.Length / RecordSize;
        int read = 0;
        int written = 0;
        facts = default;
        while (read < count && written < to.Length)
        {
            if (WideRecordDecoder.IsSupported && count - read >= WideRecordDecoder.Step && to.Length - written >= WideRecordDecoder.Step)
            {
                int before = written;
                WideRecordDecoder.Decode<TLayout>(records, to, timeBase, flipX, flipY, ref read, ref written, out ColumnFacts next);
                facts = Gathered(facts, next, to.Timestamps, before, written);
            }

            int start = written;
            int part = Math.Min(count, read + Mixed);
            DecodeMixed<TLayout>(records[..(part * RecordSize)], to, timeBase, flipX, flipY, ref read, ref written);
            if (written > start)
            {
                ColumnFacts next = ColumnFacts.Of(to.Timestamps[start..written], to.X[start..written], to.Y[start..written], to.Polarities[start..written]);
                facts = Gathered(facts, next, to.Timestamps, start, written);
            }
        }

        consumed = read;
        return written;
    }

    /// <summary>The time field of one record.</summary>
    /// <typeparam name="TLayout">The bit layout.</typeparam>
    /// <param name="record">The record as one number.</param>
    public static long TimeOf<TLayout>(ulong record)
        where TLayout : struct, IRecordLayout
    {
        uint field = (uint)(record >> TLayout.TimeShift);
        return TLayout.TimeSigned ? (int)field : field;
    }

    /// <summary>The same, for those who look at the events themselves.</summary>
    public static int Decode<TLayout>(ReadOnlySpan<byte> records, EventColumns to, long timeBase, int flipX, int flipY, out int consumed)
        where TLayout : struct, IRecordLayout => Decode<TLayout>(records, to, timeBase, flipX, flipY, out consumed, out _);

    private static void DecodeMixed<TLayout>(ReadOnlySpan<byte> records, EventColumns to, long timeBase, int flipX, int flipY, ref int read, ref int written)
        where TLayout : struct, IRecordLayout
    {
        if (Avx512BW.IsSupported && Avx512F.VL.IsSupported)
        {
            DecodeSixteen<TLayout>(records, to, timeBase, flipX, flipY, ref read, ref written);
        }
        else if (Avx2.IsSupported)
        {
            DecodeEight<TLayout>(records, to, timeBase, flipX, flipY, ref read, ref written);
        }

        DecodeOne<TLayout>(records, to, timeBase, flipX, flipY, int.MaxValue, ref read, ref written);
    }

    private static ColumnFacts Gathered(ColumnFacts facts, ColumnFacts next, ReadOnlySpan<long> t, int from, int to) =>
        to == from ? facts : from == 0 ? next : facts.With(next, t[from] < t[from - 1]);

    /// <summary>One record at a time; for the rest, and for processors without wide vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void DecodeOne<TLayout>(ReadOnlySpan<byte> records, EventColumns to, long timeBase, int flipX, int flipY, int atMost, ref int read, ref int written)
        where TLayout : struct, IRecordLayout
    {
        int count = (int)Math.Min(records.Length / RecordSize, (long)read + atMost);
        int from = read;
        int at = written;
        ref byte source = ref MemoryMarshal.GetReference(records);
        ref long t = ref MemoryMarshal.GetReference(to.Timestamps);
        ref ushort x = ref MemoryMarshal.GetReference(to.X);
        ref ushort y = ref MemoryMarshal.GetReference(to.Y);
        ref byte p = ref MemoryMarshal.GetReference(to.Polarities);
        while (from < count && at < to.Length)
        {
            ulong v = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, (nint)from * RecordSize));
            v = TLayout.BigEndian == BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(v) : v;
            from++;
            Unsafe.Add(ref t, at) = TimeOf<TLayout>(v) + timeBase;
            int column = (int)((v >> TLayout.XShift) & TLayout.XMask);
            int row = (int)((v >> TLayout.YShift) & TLayout.YMask);
            bool bit = ((v >> TLayout.PolarityShift) & TLayout.PolarityMask) != 0;
            Unsafe.Add(ref x, at) = (ushort)(TLayout.FlipX ? flipX - column : column);
            Unsafe.Add(ref y, at) = (ushort)(TLayout.FlipY ? flipY - row : row);
            Unsafe.Add(ref p, at) = (byte)(bit != TLayout.InvertPolarity ? 1 : 0);
            at += (v & TLayout.KindMask) == TLayout.KindOfEvent ? 1 : 0;
        }

        read = from;
        written = at;
    }

    /// <summary>Sixteen records at a time: the halves with the address and with the time are gathered into one vector each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static unsafe void DecodeSixteen<TLayout>(ReadOnlySpan<byte> records, EventColumns to, long timeBase, int flipX, int flipY, ref int read, ref int written)
        where TLayout : struct, IRecordLayout
    {
        ref uint source = ref Unsafe.As<byte, uint>(ref MemoryMarshal.GetReference(records));
        ref long t = ref MemoryMarshal.GetReference(to.Timestamps);
        ref ushort x = ref MemoryMarshal.GetReference(to.X);
        ref ushort y = ref MemoryMarshal.GetReference(to.Y);
        ref byte p = ref MemoryMarshal.GetReference(to.Polarities);
        Vector512<uint> even = Vector512<uint>.Indices + Vector512<uint>.Indices;
        Vector512<uint> addresses = TimeFirst<TLayout>() ? even + Vector512<uint>.One : even;
        Vector512<uint> times = TimeFirst<TLayout>() ? even : even + Vector512<uint>.One;
        Vector512<long> timeBases = Vector512.Create(timeBase);
        Vector512<uint> flipsX = Vector512.Create((uint)flipX);
        Vector512<uint> flipsY = Vector512.Create((uint)flipY);
        int from = read;
        int at = written;
        int lastRead = (records.Length / RecordSize) - 16;
        int lastWritten = to.Length - 16;
        while (from <= lastRead && at <= lastWritten)
        {
            Vector512<uint> first = Vector512.LoadUnsafe(ref source, (nuint)from * 2);
            Vector512<uint> second = Vector512.LoadUnsafe(ref source, ((nuint)from * 2) + 16);

            // The bytes are in the second-level cache at best, and the processor's own prefetching ends with each page.
            void* ahead = Unsafe.AsPointer(ref Unsafe.Add(ref source, ((nint)from * 2) + Ahead));
            Sse.Prefetch0(ahead);
            Sse.Prefetch0((byte*)ahead + 64);
            Vector512<uint> address = Straight<TLayout>(Avx512F.PermuteVar16x32x2(first, addresses, second));
            Vector512<uint> time = Straight<TLayout>(Avx512F.PermuteVar16x32x2(first, times, second));
            from += 16;
            int accepted = 16;
            if (TLayout.KindMask != 0)
            {
                Vector512<uint> isEvent = Vector512.Equals(address & Vector512.Create(Field<TLayout>(TLayout.KindMask)), Vector512.Create(Field<TLayout>(TLayout.KindOfEvent)));
                uint bits = (uint)isEvent.ExtractMostSignificantBits();
                if (bits != 0xFFFF)
                {
                    address = Avx512F.Compress(Vector512<uint>.Zero, isEvent, address);
                    time = Avx512F.Compress(Vector512<uint>.Zero, isEvent, time);
                    accepted = BitOperations.PopCount(bits);
                }
            }

            // All sixteen lanes are stored; what lies behind the accepted ones is overwritten by the next step.
            (Wide<TLayout>(time.GetLower()) + timeBases).StoreUnsafe(ref t, (nuint)at);
            (Wide<TLayout>(time.GetUpper()) + timeBases).StoreUnsafe(ref t, (nuint)at + 8);
            Vector512<uint> column = (address >>> Shift<TLayout>(TLayout.XShift)) & Vector512.Create((uint)TLayout.XMask);
            Vector512<uint> row = (address >>> Shift<TLayout>(TLayout.YShift)) & Vector512.Create((uint)TLayout.YMask);
            Vector512<uint> on = (address >>> Shift<TLayout>(TLayout.PolarityShift)) & Vector512.Create((uint)TLayout.PolarityMask);
            on = TLayout.PolarityMask == 1 ? on : Vector512.Min(on, Vector512<uint>.One);
            column = TLayout.FlipX ? flipsX - column : column;
            row = TLayout.FlipY ? flipsY - row : row;
            on = TLayout.InvertPolarity ? on ^ Vector512<uint>.One : on;
            Avx512F.ConvertToVector256UInt16(column).StoreUnsafe(ref x, (nuint)at);
            Avx512F.ConvertToVector256UInt16(row).StoreUnsafe(ref y, (nuint)at);
            Avx512F.ConvertToVector128Byte(on).StoreUnsafe(ref p, (nuint)at);
            at += accepted;
        }

        read = from;
        written = at;
    }

    /// <summary>Eight records at a time; eight with a record among them that is no pixel event go one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void DecodeEight<TLayout>(ReadOnlySpan<byte> records, EventColumns to, long timeBase, int flipX, int flipY, ref int read, ref int written)
        where TLayout : struct, IRecordLayout
    {
        ref uint source = ref Unsafe.As<byte, uint>(ref MemoryMarshal.GetReference(records));
        ref long t = ref MemoryMarshal.GetReference(to.Timestamps);
        ref ushort x = ref MemoryMarshal.GetReference(to.X);
        ref ushort y = ref MemoryMarshal.GetReference(to.Y);
        ref byte p = ref MemoryMarshal.GetReference(to.Polarities);
        Vector256<long> timeBases = Vector256.Create(timeBase);
        Vector256<uint> flipsX = Vector256.Create((uint)flipX);
        Vector256<uint> flipsY = Vector256.Create((uint)flipY);
        int lastRead = (records.Length / RecordSize) - 8;
        int lastWritten = to.Length - 8;
        while (read <= lastRead && written <= lastWritten)
        {
            Vector256<float> first = Vector256.LoadUnsafe(ref source, (nuint)read * 2).AsSingle();
            Vector256<float> second = Vector256.LoadUnsafe(ref source, ((nuint)read * 2) + 8).AsSingle();
            Vector256<uint> evens = Avx2.Permute4x64(Avx.Shuffle(first, second, 0b10_00_10_00).AsUInt64(), 0b11_01_10_00).AsUInt32();
            Vector256<uint> odds = Avx2.Permute4x64(Avx.Shuffle(first, second, 0b11_01_11_01).AsUInt64(), 0b11_01_10_00).AsUInt32();
            Vector256<uint> address = Straight<TLayout>(TimeFirst<TLayout>() ? odds : evens);
            Vector256<uint> time = Straight<TLayout>(TimeFirst<TLayout>() ? evens : odds);
            if (TLayout.KindMask != 0 && !Vector256.EqualsAll(address & Vector256.Create(Field<TLayout>(TLayout.KindMask)), Vector256.Create(Field<TLayout>(TLayout.KindOfEvent))))
            {
                DecodeOne<TLayout>(records, to, timeBase, flipX, flipY, 8, ref read, ref written);
                continue;
            }

            (Wide<TLayout>(time.GetLower()) + timeBases).StoreUnsafe(ref t, (nuint)written);
            (Wide<TLayout>(time.GetUpper()) + timeBases).StoreUnsafe(ref t, (nuint)written + 4);
            Vector256<uint> column = (address >>> Shift<TLayout>(TLayout.XShift)) & Vector256.Create((uint)TLayout.XMask);
            Vector256<uint> row = (address >>> Shift<TLayout>(TLayout.YShift)) & Vector256.Create((uint)TLayout.YMask);
            Vector256<uint> on = (address >>> Shift<TLayout>(TLayout.PolarityShift)) & Vector256.Create((uint)TLayout.PolarityMask);
            on = TLayout.PolarityMask == 1 ? on : Vector256.Min(on, Vector256<uint>.One);
            on = TLayout.InvertPolarity ? on ^ Vector256<uint>.One : on;

            // Cut to 16 bits, because packing saturates: a column beyond the sensor must stay one that no sensor has.
            column = TLayout.FlipX ? (flipsX - column) & Vector256.Create(0xFFFFu) : column;
            row = TLayout.FlipY ? (flipsY - row) & Vector256.Create(0xFFFFu) : row;
            Vector256<ushort> both = Avx2.Permute4x64(Avx2.PackUnsignedSaturate(column.AsInt32(), row.AsInt32()).AsUInt64(), 0b11_01_10_00).AsUInt16();
            both.GetLower().StoreUnsafe(ref x, (nuint)written);
            both.GetUpper().StoreUnsafe(ref y, (nuint)written);
            Vector256<byte> bytes = Avx2.PackUnsignedSaturate(Avx2.PackSignedSaturate(on.AsInt32(), Vector256<int>.Zero), Vector256<short>.Zero);
            ulong eight = bytes.AsUInt32().ToScalar() | ((ulong)bytes.GetUpper().AsUInt32().ToScalar() << 32);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref p, written), eight);
            read += 8;
            written += 8;
        }
    }

    /// <summary>True where the first half of a record in memory is the time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TimeFirst<TLayout>()
        where TLayout : struct, IRecordLayout => TLayout.BigEndian ? TLayout.TimeShift == 32 : TLayout.TimeShift == 0;

    /// <summary>A shift in the record as a shift in its half with the address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Shift<TLayout>(int shift)
        where TLayout : struct, IRecordLayout => TLayout.TimeShift == 0 ? shift - 32 : shift;

    /// <summary>Bits of the record as bits of its half with the address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Field<TLayout>(ulong bits)
        where TLayout : struct, IRecordLayout => (uint)(TLayout.TimeShift == 0 ? bits >> 32 : bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<uint> Straight<TLayout>(Vector512<uint> halves)
        where TLayout : struct, IRecordLayout => TLayout.BigEndian
            ? Avx512BW.Shuffle(halves.AsByte(), Vector512.Create(
                (byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12,
                3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)).AsUInt32()
            : halves;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Straight<TLayout>(Vector256<uint> halves)
        where TLayout : struct, IRecordLayout => TLayout.BigEndian
            ? Avx2.Shuffle(halves.AsByte(), Vector256.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)).AsUInt32()
            : halves;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<long> Wide<TLayout>(Vector256<uint> times)
        where TLayout : struct, IRecordLayout => TLayout.TimeSigned
            ? Avx512F.ConvertToVector512Int64(times.AsInt32())
            : Avx512F.ConvertToVector512Int64(times);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Wide<TLayout>(Vector128<uint> times)
        where TLayout : struct, IRecordLayout => TLayout.TimeSigned
            ? Avx2.ConvertToVector256Int64(times.AsInt32())
            : Avx2.ConvertToVector256Int64(times);
}
