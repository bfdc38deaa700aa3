using ILGPU;

namespace EventSnn.Ilgpu.Kernels;

/// <summary>Dropout masks by counter: the same bits as the host draws for the same key.</summary>
public static class MaskKernels
{
    /// <summary>64 features of a stream's mask. Index: (stream, 64 features).</summary>
    /// <param name="index">The thread.</param>
    /// <param name="a">The arguments.</param>
    public static void Draw(Index1D index, MaskArguments a)
    {
        int words = a.KeepWords / 2;
        int stream = index / words;
        int word = index - (stream * words);
        int slot = a.Slots[stream];
        if (word == 0)
        {
            a.Dropping[slot] = a.Learns[stream];
        }

        if (a.Learns[stream] == 0)
        {
            return;
        }

        ulong key = a.Keys[stream];
        ulong bits = 0UL;
        if (a.Threshold == 32768)
        {
            bits = Mix(key, (ulong)word + 1UL);
        }
        else
        {
            for (int quarter = 0; quarter < 16; quarter++)
            {
                ulong random = Mix(key, ((ulong)word * 16UL) + (ulong)quarter + 1UL);
                for (int lane = 0; lane < 4; lane++)
                {
                    bits |= ((int)((random >> (16 * lane)) & 0xFFFFUL) >= a.Threshold ? 1UL : 0UL) << ((quarter * 4) + lane);
                }
            }
        }

        int at = (slot * a.KeepWords) + (word * 2);
        a.Keep[at] = (uint)bits;
        a.Keep[at + 1] = (uint)(bits >> 32);
    }

    /// <summary>RandomStream.Mix: splitmix64.</summary>
    private static ulong Mix(ulong seed, ulong key)
    {
        ulong z = seed + (key * 0x9E3779B97F4A7C15UL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
