using System.Buffers.Binary;

namespace EventSnn.Recordings.Evt;

/// <summary>
/// Tells EVT versions apart where the header is missing: in the right word size, the TIME_HIGH words count up by small steps.
/// </summary>
internal static class EvtGuess
{
    /// <summary>Guesses the version.</summary>
    /// <param name="bytes">The first bytes of the body.</param>
    /// <returns>20, 21 or 30; 0 where none fits.</returns>
    public static int Version(ReadOnlySpan<byte> bytes)
    {
        double evt2 = Score(bytes, 4, b => BinaryPrimitives.ReadUInt32LittleEndian(b), 28, 0x0FFFFFFF, 0b1110_0101_0000_0011);
        double evt21 = Math.Max(
            Score(bytes, 8, b => BinaryPrimitives.ReadUInt32LittleEndian(b[4..]), 28, 0x0FFFFFFF, 0b1110_0101_0000_0011),
            Score(bytes, 8, b => BinaryPrimitives.ReadUInt32LittleEndian(b), 28, 0x0FFFFFFF, 0b1110_0101_0000_0011));
        double evt3 = Score(bytes, 2, b => BinaryPrimitives.ReadUInt16LittleEndian(b), 12, 0xFFF, 0b1110_0101_1111_1101);
        double best = Math.Max(evt2, Math.Max(evt21, evt3));
        return best <= 0 ? 0 : best == evt3 ? 30 : best == evt2 ? 20 : 21;
    }

    private delegate uint WordAt(ReadOnlySpan<byte> bytes);

    /// <summary>The share of TIME_HIGH words that go on from the one before; 0 where an impossible type occurs or there are too few.</summary>
    private static double Score(ReadOnlySpan<byte> bytes, int size, WordAt word, int typeShift, uint payloadMask, uint knownTypes)
    {
        long before = -1;
        int steps = 0;
        int good = 0;
        int words = 0;
        for (int i = 0; i + size <= bytes.Length; i += size)
        {
            uint value = word(bytes[i..]);
            uint type = (value >> typeShift) & 0xF;
            words++;
            if (((knownTypes >> (int)type) & 1) == 0)
            {
                return 0;
            }

            if (type == 8)
            {
                long payload = value & payloadMask;
                if (before >= 0)
                {
                    steps++;
                    good += payload - before is >= 0 and <= 16 ? 1 : 0;
                }

                before = payload;
            }
        }

        return words == 0 || before < 0 ? 0 : steps == 0 ? 0.1 : (double)good / steps;
    }
}
