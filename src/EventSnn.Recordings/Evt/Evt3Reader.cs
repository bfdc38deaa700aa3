using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Seeking;

namespace EventSnn.Recordings.Evt;

/// <summary>
/// Reads EVT 3: words of 16 bits that set row, time or base, or give events.
/// </summary>
/// <remarks>
/// The types follow each other in no order that a branch predictor can learn. Rows, low times, bases and single events therefore
/// go without a branch: each such word updates a packed state through a table of masks and stores an event, and only a single
/// event moves on to the next place. Vector words are expanded twelve events at a time where the processor can compress vectors;
/// there <see cref="Evt3Blocks"/> does most of the work.
/// </remarks>
internal sealed class Evt3Reader(RecordingSource source) : EvtReader(source)
{
    /// <summary>Lowest bit of the low time in the state.</summary>
    internal const int LowShift = 16;

    /// <summary>Lowest bit of the base in the state.</summary>
    internal const int BaseShift = 32;

    private const uint TimeHigh = 8;

    /// <summary>One bit per type that needs a branch: all but ADDR_Y 0, ADDR_X 2, VECT_BASE_X 3, TIME_LOW 6.</summary>
    private const uint Branching = 0xFFFF & ~((1u << 0) | (1u << 2) | (1u << 3) | (1u << 6));
    private HighTime time = new(12, 12);

    /// <summary>b0-11 row, b16-27 low time, b32-42 base column, b43 its polarity: the payloads of ADDR_Y, TIME_LOW, VECT_BASE_X.</summary>
    private ulong state;

    /// <inheritdoc/>
    public override string Format => "evt3";

    /// <inheritdoc/>
    private protected override int WordSize => 2;

    /// <summary>What a word of each type replaces in the state.</summary>
    private static ReadOnlySpan<ulong> Fields =>
    [
        0xFFFUL, 0, 0, 0xFFFUL << BaseShift, 0, 0, 0xFFFUL << LowShift, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <inheritdoc/>
    private protected override int DecodeWords(ReadOnlySpan<byte> words, EventColumns to, out int consumed)
    {
        int count = words.Length / 2;
        int read = time.Known ? 0 : SkipToTime(ref Unsafe.As<byte, ushort>(ref MemoryMarshal.GetReference(words)), count);
        int written = 0;
        if (Evt3Blocks.IsSupported)
        {
            while (Evt3Blocks.Decode(words, to, time.Base, time.Word(TimeHigh), ref state, ref read, ref written))
            {
                DecodeSingly(words[..((read + 1) * 2)], to, ref read, ref written);
            }
        }

        DecodeSingly(words, to, ref read, ref written);
        consumed = read;
        return written;
    }

    /// <inheritdoc/>
    private protected override void CarryState(ReaderState carried)
    {
        base.CarryState(carried);
        time.Carry(carried);
        carried.Carry(ref state);
    }

    /// <summary>Word by word, until the words end or fewer than <see cref="EvtReader.Room"/> places are free.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DecodeSingly(ReadOnlySpan<byte> words, EventColumns to, ref int wordsRead, ref int eventsWritten)
    {
        ref ushort first = ref Unsafe.As<byte, ushort>(ref MemoryMarshal.GetReference(words));
        int count = words.Length / 2;
        int read = wordsRead;
        int written = eventsWritten;
        ref long t = ref MemoryMarshal.GetReference(to.Timestamps);
        ref ushort x = ref MemoryMarshal.GetReference(to.X);
        ref ushort y = ref MemoryMarshal.GetReference(to.Y);
        ref byte p = ref MemoryMarshal.GetReference(to.Polarities);
        ref ulong fields = ref MemoryMarshal.GetReference(Fields);
        int lastWritten = to.Length - Room;
        ulong packed = state;
        long timeBase = time.Base;
        while (read < count && written <= lastWritten)
        {
            uint word = Unsafe.Add(ref first, read);
            read++;
            uint type = word >> 12;
            if (((Branching >> (int)type) & 1) == 0)
            {
                ulong payload = word & 0xFFF;
                ulong mask = Unsafe.Add(ref fields, type);
                packed = (packed & ~mask) | ((payload | (payload << LowShift) | (payload << BaseShift)) & mask);
                Unsafe.Add(ref t, written) = timeBase + (long)((packed >> LowShift) & 0xFFF);
                Unsafe.Add(ref x, written) = (ushort)(word & 0x7FF);
                Unsafe.Add(ref y, written) = (ushort)(packed & 0x7FF);
                Unsafe.Add(ref p, written) = (byte)((word >> 11) & 1);
                written += (int)((0b100u >> (int)type) & 1);
            }
            else if ((type & 0xE) == 4)
            {
                // VECT_12 or VECT_8: 12 or 8 bits of mask from the base on, which moves behind them.
                uint width = 12 - ((type & 1) << 2);
                uint mask = word & ((1u << (int)width) - 1);
                uint column = (uint)(packed >> BaseShift) & 0x7FF;
                long now = timeBase + (long)((packed >> LowShift) & 0xFFF);
                byte polarity = (byte)((packed >> (BaseShift + 11)) & 1);
                Expand(ref Unsafe.Add(ref t, written), ref Unsafe.Add(ref x, written), ref Unsafe.Add(ref y, written), ref Unsafe.Add(ref p, written), now, column, (ushort)(packed & 0x7FF), polarity, mask);
                written += BitOperations.PopCount(mask);
                packed = (packed & ~(0x7FFUL << BaseShift)) | ((ulong)((column + width) & 0x7FF) << BaseShift);
            }
            else if (type == TimeHigh)
            {
                time.Set(word & 0xFFF);
                timeBase = time.Base;
            }
            else
            {
                CountWord(type);
            }
        }

        state = packed;
        wordsRead = read;
        eventsWritten = written;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Expand(ref long t, ref ushort x, ref ushort y, ref byte p, long now, uint column, ushort row, byte polarity, uint mask)
    {
        if (Avx512Vbmi2.VL.IsSupported)
        {
            Vector512<long> times = Vector512.Create(now);
            times.StoreUnsafe(ref t);
            times.StoreUnsafe(ref t, 8);
            Vector256<ushort> lanes = Vector256<ushort>.Indices;
            Vector256<ushort> bits = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, (ushort)32768);
            Vector256<ushort> chosen = Vector256.Equals(Vector256.Create((ushort)mask) & bits, bits);
            Vector256<ushort> columns = Avx512Vbmi2.VL.Compress(Vector256<ushort>.Zero, chosen, lanes + Vector256.Create((ushort)column));
            columns.StoreUnsafe(ref x);
            Vector256.Create(row).StoreUnsafe(ref y);
            Vector128.Create(polarity).StoreUnsafe(ref p);
            return;
        }

        for (int i = 0; mask != 0; i++, mask &= mask - 1)
        {
            Unsafe.Add(ref t, i) = now;
            Unsafe.Add(ref x, i) = (ushort)(column + (uint)BitOperations.TrailingZeroCount(mask));
            Unsafe.Add(ref y, i) = row;
            Unsafe.Add(ref p, i) = polarity;
        }
    }

    /// <summary>Passes over words in front of the first TIME_HIGH; rows, low times and bases hold on, events are counted as skipped.</summary>
    private int SkipToTime(ref ushort first, int count)
    {
        int read = 0;
        for (; read < count; read++)
        {
            uint word = Unsafe.Add(ref first, read);
            uint type = word >> 12;
            switch (type)
            {
                case TimeHigh:
                    time.Set(word & 0xFFF);
                    return read + 1;
                case 0 or 3 or 6:
                    ulong payload = word & 0xFFF;
                    state = (state & ~Fields[(int)type]) | ((payload | (payload << LowShift) | (payload << BaseShift)) & Fields[(int)type]);
                    break;
                case 2:
                    Skip(SkipReason.BeforeFirstTime, 1);
                    break;
                case 4 or 5:
                    Skip(SkipReason.BeforeFirstTime, BitOperations.PopCount(word & (type == 4 ? 0xFFFu : 0xFFu)));
                    break;
                default:
                    CountWord(type);
                    break;
            }
        }

        return read;
    }
}
