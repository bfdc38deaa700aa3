using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Seeking;

namespace EventSnn.Recordings.Evt;

/// <summary>Reads EVT 2: words of 32 bits; sixteen at a time where the processor has AVX-512.</summary>
internal sealed class Evt2Reader(RecordingSource source) : EvtReader(source)
{
    private const uint TimeHigh = 8;

    /// <summary>How far ahead words are fetched: 1 KiB.</summary>
    private const int Ahead = 256;
    private HighTime time = new(28, 6);

    /// <inheritdoc/>
    public override string Format => "evt2";

    /// <inheritdoc/>
    internal override long? EventsLeftAtMost => (Window.ContentLength - Window.Position) / WordSize;

    /// <inheritdoc/>
    private protected override int WordSize => 4;

    /// <inheritdoc/>
    private protected override int DecodeWords(ReadOnlySpan<byte> words, EventColumns to, out int consumed)
    {
        int count = words.Length / 4;
        int read = 0;
        int written = 0;
        while (read < count && written < to.Length)
        {
            if (Avx512BW.IsSupported && Avx512F.VL.IsSupported && time.Known)
            {
                DecodeMany(words, to, ref read, ref written);
                if (read == count || written == to.Length)
                {
                    break;
                }
            }

            uint word = BinaryPrimitives.ReadUInt32LittleEndian(words[(read * 4)..]);
            read++;
            uint type = word >> 28;
            if (type > 1)
            {
                TakeOther(word);
            }
            else if (!time.Known)
            {
                Skip(SkipReason.BeforeFirstTime, 1);
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

        consumed = read;
        return written;
    }

    /// <inheritdoc/>
    private protected override void CarryState(ReaderState state)
    {
        base.CarryState(state);
        time.Carry(state);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void DecodeMany(ReadOnlySpan<byte> words, EventColumns to, ref int read, ref int written)
    {
        ref uint first = ref Unsafe.As<byte, uint>(ref MemoryMarshal.GetReference(words));
        ref long t = ref MemoryMarshal.GetReference(to.Timestamps);
        ref ushort x = ref MemoryMarshal.GetReference(to.X);
        ref ushort y = ref MemoryMarshal.GetReference(to.Y);
        ref byte p = ref MemoryMarshal.GetReference(to.Polarities);
        int lastRead = (words.Length / 4) - 16;
        int lastWritten = to.Length - 16;
        Vector512<uint> coordinate = Vector512.Create(0x7FFu);
        while (read <= lastRead && written <= lastWritten)
        {
            Vector512<uint> v = Vector512.LoadUnsafe(ref first, (nuint)read);

            // Mapped pages are not in the near caches, and the processor's own prefetching ends with each page.
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref first, read + Ahead)));
            Vector512<uint> types = v >>> 28;
            uint others = (uint)Vector512.GreaterThan(types, Vector512<uint>.One).ExtractMostSignificantBits();

            // Sixteen events are stored; those up to the first word that is no event count, the next round overwrites the rest.
            int events = BitOperations.TrailingZeroCount(others | 0x10000);
            Vector512<long> bases = Vector512.Create(time.Base);
            (Vector512<ulong> low, Vector512<ulong> high) = Vector512.Widen((v >>> 22) & Vector512.Create(0x3Fu));
            (low.AsInt64() + bases).StoreUnsafe(ref t, (nuint)written);
            (high.AsInt64() + bases).StoreUnsafe(ref t, (nuint)written + 8);
            Avx512F.ConvertToVector256UInt16((v >>> 11) & coordinate).StoreUnsafe(ref x, (nuint)written);
            Avx512F.ConvertToVector256UInt16(v & coordinate).StoreUnsafe(ref y, (nuint)written);
            Avx512F.ConvertToVector128Byte(types).StoreUnsafe(ref p, (nuint)written);
            written += events;
            read += events;
            if (others != 0)
            {
                TakeOther(Unsafe.Add(ref first, read));
                read++;
            }
        }
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
            CountWord(type);
        }
    }
}
