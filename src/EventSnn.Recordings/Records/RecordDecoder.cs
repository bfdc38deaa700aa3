using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using EventSnn.Events.Batches;

namespace EventSnn.Recordings.Records;

/// <summary>
/// Decodes event records of 8 bytes straight into columns: eight records per step where the processor has AVX-512, else one by
/// one. Records that are no pixel events are squeezed out without a branch.
/// </summary>
internal static class RecordDecoder
{
    /// <summary>Bytes in a record.</summary>
    public const int RecordSize = 8;

    /// <summary>Decodes records until they end or the columns are full.</summary>
    /// <typeparam name="TLayout">The bit layout.</typeparam>
    /// <param name="records">Whole records.</param>
    /// <param name="to">Columns to fill from their beginning.</param>
    /// <param name="timeBase">Is added to every time, in microseconds.</param>
    /// <param name="flipX">Width - 1, where the layout flips x.</param>
    /// <param name="flipY">Height - 1, where the layout flips y.</param>
    /// <param name="consumed">Records that were read.</param>
    /// <returns>Events that were written; the other records read are no pixel events.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Decode<TLayout>(ReadOnlySpan<byte> records, EventColumns to, long timeBase, int flipX, int flipY, out int consumed)
        where TLayout : struct, IRecordLayout
    {
        int count = records.Length / RecordSize;
        int read = 0;
        int written = 0;
        ref byte source = ref MemoryMarshal.GetReference(records);
        ref long t = ref MemoryMarshal.GetReference(to.Timestamps);
        ref ushort x = ref MemoryMarshal.GetReference(to.X);
        ref ushort y = ref MemoryMarshal.GetReference(to.Y);
        ref byte p = ref MemoryMarshal.GetReference(to.Polarities);

        if (Avx512BW.IsSupported && Avx512F.VL.IsSupported)
        {
            Vector512<long> timeBases = Vector512.Create(timeBase);
            Vector512<ulong> flipsX = Vector512.Create((ulong)flipX);
            Vector512<ulong> flipsY = Vector512.Create((ulong)flipY);
            int lastRead = count - 8;
            int lastWritten = to.Length - 8;
            while (read <= lastRead && written <= lastWritten)
            {
                Vector512<ulong> v = Load<TLayout>(ref Unsafe.Add(ref source, (nint)read * RecordSize));
                read += 8;
                int accepted = 8;
                if (TLayout.KindMask != 0)
                {
                    Vector512<ulong> isEvent = Vector512.Equals(v & Vector512.Create(TLayout.KindMask), Vector512.Create(TLayout.KindOfEvent));
                    ulong bits = isEvent.ExtractMostSignificantBits();
                    if (bits != 0xFF)
                    {
                        v = Avx512F.Compress(Vector512<ulong>.Zero, isEvent, v);
                        accepted = BitOperations.PopCount(bits);
                    }
                }

                // All eight lanes are stored; what lies behind the accepted ones is overwritten by the next step.
                Time<TLayout>(v, timeBases).StoreUnsafe(ref t, (nuint)written);
                Vector512<ulong> column = (v >>> TLayout.XShift) & Vector512.Create(TLayout.XMask);
                Vector512<ulong> row = (v >>> TLayout.YShift) & Vector512.Create(TLayout.YMask);
                Vector512<ulong> on = v >>> TLayout.PolarityShift;
                on = TLayout.PolarityMask == 1
                    ? on & Vector512<ulong>.One
                    : Vector512.Min(on & Vector512.Create(TLayout.PolarityMask), Vector512<ulong>.One);
                column = TLayout.FlipX ? flipsX - column : column;
                row = TLayout.FlipY ? flipsY - row : row;
                on = TLayout.InvertPolarity ? on ^ Vector512<ulong>.One : on;
                Avx512F.ConvertToVector128UInt16(column).StoreUnsafe(ref x, (nuint)written);
                Avx512F.ConvertToVector128UInt16(row).StoreUnsafe(ref y, (nuint)written);
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref p, written), Avx512F.ConvertToVector128Byte(on).AsUInt64().ToScalar());
                written += accepted;
            }
        }

        while (read < count && written < to.Length)
        {
            ulong v = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, (nint)read * RecordSize));
            v = TLayout.BigEndian == BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(v) : v;
            read++;
            Unsafe.Add(ref t, written) = TimeOf<TLayout>(v) + timeBase;
            int column = (int)((v >> TLayout.XShift) & TLayout.XMask);
            int row = (int)((v >> TLayout.YShift) & TLayout.YMask);
            bool bit = ((v >> TLayout.PolarityShift) & TLayout.PolarityMask) != 0;
            Unsafe.Add(ref x, written) = (ushort)(TLayout.FlipX ? flipX - column : column);
            Unsafe.Add(ref y, written) = (ushort)(TLayout.FlipY ? flipY - row : row);
            Unsafe.Add(ref p, written) = (byte)(bit != TLayout.InvertPolarity ? 1 : 0);
            written += (v & TLayout.KindMask) == TLayout.KindOfEvent ? 1 : 0;
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Load<TLayout>(ref byte source)
        where TLayout : struct, IRecordLayout
    {
        Vector512<byte> bytes = Vector512.LoadUnsafe(ref source);
        if (TLayout.BigEndian)
        {
            bytes = Avx512BW.Shuffle(bytes, Vector512.Create(
                (byte)7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8,
                7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8));
        }

        return bytes.AsUInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Time<TLayout>(Vector512<ulong> records, Vector512<long> timeBases)
        where TLayout : struct, IRecordLayout
    {
        Vector512<long> time;
        if (TLayout.TimeSigned)
        {
            time = (TLayout.TimeShift == 32 ? records.AsInt64() : records.AsInt64() << 32) >> 32;
        }
        else
        {
            time = TLayout.TimeShift == 32
                ? (records >>> 32).AsInt64()
                : (records & Vector512.Create(0xFFFFFFFFul)).AsInt64();
        }

        return time + timeBases;
    }
}
