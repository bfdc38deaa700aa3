using EventSnn.Events.Random;

namespace EventSnn.Networks.Learning;

/// <summary>
/// Dropout masks by counter: bit i of draw n of layer l depends on (seed, n, l, i) alone, so that it is the same on every backend
/// and thread count, and after a resume.
/// </summary>
internal static class DropoutStream
{
    /// <summary>The key of a mask: all that its bits depend on.</summary>
    /// <param name="seed">The network's seed.</param>
    /// <param name="draw">The number of the draw, over all steps and streams.</param>
    /// <param name="layer">The layer.</param>
    public static ulong Key(ulong seed, long draw, int layer) => RandomStream.Mix(RandomStream.Mix(seed, (ulong)draw + 1), (ulong)layer + 1);

    /// <summary>Draws a mask.</summary>
    /// <param name="seed">The network's seed.</param>
    /// <param name="draw">The number of the draw, over all steps and streams.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="probability">The probability that a bit is 0, rounded to 1/65536.</param>
    /// <param name="keep">Receives the bits.</param>
    public static void Fill(ulong seed, long draw, int layer, float probability, Span<ulong> keep)
    {
        ulong key = Key(seed, draw, layer);
        if (probability == .5f)
        {
            for (int i = 0; i < keep.Length; i++)
            {
                keep[i] = RandomStream.Mix(key, (ulong)i + 1);
            }

            return;
        }

        int threshold = (int)MathF.Round(probability * 65536);
        for (int i = 0; i < keep.Length; i++)
        {
            ulong word = 0;
            for (int quarter = 0; quarter < 16; quarter++)
            {
                ulong bits = RandomStream.Mix(key, ((ulong)i * 16) + (ulong)quarter + 1);
                for (int lane = 0; lane < 4; lane++)
                {
                    word |= ((int)((bits >> (16 * lane)) & 0xFFFF) >= threshold ? 1UL : 0UL) << ((quarter * 4) + lane);
                }
            }

            keep[i] = word;
        }
    }
}
