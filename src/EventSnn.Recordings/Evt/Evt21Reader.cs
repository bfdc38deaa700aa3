using System.Buffers.Binary;
using System.Numerics;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Reading;
using EventSnn.Recordings.Seeking;

namespace EventSnn.Recordings.Evt;

/// <summary>Reads EVT 2.1: words of 64 bits, each with up to 32 events of one row. Legacy files have the halves of each word swapped.</summary>
internal sealed class Evt21Reader : EvtReader
{
    private readonly bool swapped;
    private HighTime time = new(28, 6);

    public Evt21Reader(RecordingSource source)
        : base(source)
    {
        source.Window.Fill(4096);
        swapped = Header.LegacyOrder ?? LooksSwapped(source.Window.Available);
    }

    /// <inheritdoc/>
    public override string Format => "evt2.1";

    /// <inheritdoc/>
    public override string FormatDetail => swapped ? "evt2.1, legacy order" : Format;

    /// <inheritdoc/>
    private protected override int WordSize => 8;

    /// <inheritdoc/>
    private protected override int DecodeWords(ReadOnlySpan<byte> words, EventColumns to, out int consumed)
    {
        int count = words.Length / 8;
        int read = 0;
        int written = 0;
        for (; read < count && to.Length - written >= Room; read++)
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(words[(read * 8)..]);
            word = swapped ? BitOperations.RotateLeft(word, 32) : word;
            uint type = (uint)(word >> 60);
            if (type == 8)
            {
                time.Set((uint)(word >> 32) & 0x0FFFFFFF);
            }
            else if (type > 1)
            {
                CountWord(type);
            }
            else if (!time.Known)
            {
                Skip(SkipReason.BeforeFirstTime, BitOperations.PopCount((uint)word));
            }
            else
            {
                long t = time.Base + (long)((word >> 54) & 0x3F);
                int x = (int)((word >> 43) & 0x7FF);
                ushort y = (ushort)((word >> 32) & 0x7FF);
                for (uint mask = (uint)word; mask != 0; mask &= mask - 1)
                {
                    to.Timestamps[written] = t;
                    to.X[written] = (ushort)(x + BitOperations.TrailingZeroCount(mask));
                    to.Y[written] = y;
                    to.Polarities[written] = (byte)type;
                    written++;
                }
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

    /// <summary>
    /// The type stands in the last byte of a word, or, in legacy order, in its fourth one. The order with fewer impossible types
    /// is right; where both are possible, the one whose first TIME_HIGH word comes earlier.
    /// </summary>
    private static bool LooksSwapped(ReadOnlySpan<byte> bytes)
    {
        const int KnownTypes = 0b1100_0101_0000_0011;
        int straight = 0;
        int crossed = 0;
        int straightTime = int.MaxValue;
        int crossedTime = int.MaxValue;
        for (int i = 0; i + 8 <= Math.Min(bytes.Length, 4096); i += 8)
        {
            int last = bytes[i + 7] >> 4;
            int fourth = bytes[i + 3] >> 4;
            straight += 1 - ((KnownTypes >> last) & 1);
            crossed += 1 - ((KnownTypes >> fourth) & 1);
            straightTime = last == 8 ? Math.Min(straightTime, i) : straightTime;
            crossedTime = fourth == 8 ? Math.Min(crossedTime, i) : crossedTime;
        }

        return crossed != straight ? crossed < straight : crossedTime < straightTime;
    }
}
