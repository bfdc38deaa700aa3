using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using EventSnn.Events.Batches;

namespace EventSnn.Recordings.Aedat4;

/// <summary>The event structure of AEDAT 4: 16 bytes { i64 t, i16 x, i16 y, u8 on, 3 unused }.</summary>
internal static class EventRecords
{
    /// <summary>Bytes in a structure.</summary>
    public const int Size = 16;

    /// <summary>Decodes structures into columns; eight at a time where the processor has AVX-512.</summary>
    /// <param name="records">Whole structures.</param>
    /// <param name="to">Columns to fill from their beginning.</param>
    /// <returns>How many were decoded: all, or as many as fit.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Decode(ReadOnlySpan<byte> records, EventColumns to)
    {
        int count = Math.Min(records.Length / Size, to.Length);
        ref byte source = ref MemoryMarshal.GetReference(records);
        ref long t = ref MemoryMarshal.GetReference(to.Timestamps);
        ref ushort x = ref MemoryMarshal.GetReference(to.X);
        ref ushort y = ref MemoryMarshal.GetReference(to.Y);
        ref byte p = ref MemoryMarshal.GetReference(to.Polarities);
        int i = 0;
        if (Avx512BW.IsSupported && Avx512F.VL.IsSupported)
        {
            Vector512<long> even = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14L);
            Vector512<long> odd = Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15L);
            for (; i + 8 <= count; i += 8)
            {
                ref byte at = ref Unsafe.Add(ref source, (nint)i * Size);
                Vector512<long> first = Vector512.LoadUnsafe(ref at).AsInt64();
                Vector512<long> second = Vector512.LoadUnsafe(ref at, 64).AsInt64();
                Avx512F.PermuteVar8x64x2(first, even, second).StoreUnsafe(ref t, (nuint)i);
                Vector512<ulong> rest = Avx512F.PermuteVar8x64x2(first, odd, second).AsUInt64();
                Avx512F.ConvertToVector128UInt16(rest).StoreUnsafe(ref x, (nuint)i);
                Avx512F.ConvertToVector128UInt16(rest >>> 16).StoreUnsafe(ref y, (nuint)i);

                // Any value but 0 means ON.
                Vector512<ulong> on = Vector512.Min((rest >>> 32) & Vector512.Create(0xFFul), Vector512<ulong>.One);
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref p, i), Avx512F.ConvertToVector128Byte(on).AsUInt64().ToScalar());
            }
        }

        for (; i < count; i++)
        {
            ReadOnlySpan<byte> record = records.Slice(i * Size, Size);
            to.Timestamps[i] = BinaryPrimitives.ReadInt64LittleEndian(record);
            to.X[i] = BinaryPrimitives.ReadUInt16LittleEndian(record[8..]);
            to.Y[i] = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
            to.Polarities[i] = (byte)(record[12] != 0 ? 1 : 0);
        }

        return count;
    }
}
