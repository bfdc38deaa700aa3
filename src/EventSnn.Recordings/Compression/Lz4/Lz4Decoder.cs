using System.Runtime.Intrinsics.X86;

namespace EventSnn.Recordings.Compression.Lz4;

/// <summary>Decodes LZ4 blocks: sequences of literals and copies from at most 65535 bytes back.</summary>
internal static unsafe class Lz4Decoder
{
    /// <summary>Whether two blocks at once take less time than one after the other.</summary>
    public static bool TwoPay => Avx512Vbmi.VL.IsSupported;

    /// <summary>Decodes a block to its end.</summary>
    /// <param name="lane">The block; tells a fault.</param>
    public static void Decode(ref Lz4Lane lane)
    {
        while (!lane.HasEnded)
        {
            if (Avx512Vbmi.VL.IsSupported)
            {
                Lz4WideSequences.Decode(ref lane);
            }
            else if (Sse41.IsSupported)
            {
                Lz4ShortSequences.Decode(ref lane);
            }

            lane.Fault = Lz4Sequence.Decode(ref lane);
        }
    }

    /// <summary>Decodes two blocks side by side until one has ended.</summary>
    /// <param name="first">A block that has not ended.</param>
    /// <param name="second">Another one.</param>
    public static void Decode(ref Lz4Lane first, ref Lz4Lane second)
    {
        if (!TwoPay)
        {
            Decode(ref first);
            return;
        }

        while (!first.HasEnded && !second.HasEnded)
        {
            switch (Lz4WideSequences.Decode(ref first, ref second))
            {
                case 1:
                    first.Fault = Lz4Sequence.Decode(ref first);
                    break;
                case 2:
                    second.Fault = Lz4Sequence.Decode(ref second);
                    break;
                default:
                    // One of them is near its end.
                    Decode(ref first.InputEnd - first.From < second.InputEnd - second.From ? ref first : ref second);
                    break;
            }
        }
    }
}
