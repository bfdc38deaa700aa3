using System.Numerics;

namespace EventSnn.Events.Random;

/// <summary>
/// A seeded stream of random numbers that stays the same for ever: xoshiro256** (Blackman and Vigna, 2018), its state
/// filled by splitmix64.
/// </summary>
/// <remarks>
/// Everything random in EventSnn comes from here, because results must be reproducible across .NET versions. Independent
/// streams for parallel work come from <see cref="Fork"/>. Not safe for concurrent use; not for cryptography.
/// </remarks>
public sealed class RandomStream
{
    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;
    private double spareNormal = double.NaN;

    /// <summary>Starts a stream.</summary>
    /// <param name="seed">Any number; equal seeds give equal streams.</param>
    public RandomStream(ulong seed)
    {
        s0 = Mix(seed, 1);
        s1 = Mix(seed, 2);
        s2 = Mix(seed, 3);
        s3 = Mix(seed, 4);
    }

    private RandomStream((ulong S0, ulong S1, ulong S2, ulong S3, double SpareNormal) state)
    {
        (s0, s1, s2, s3, spareNormal) = state;
    }

    /// <summary>The position of the stream; give it to <see cref="Restore"/> to go on from here, bit for bit.</summary>
    public (ulong S0, ulong S1, ulong S2, ulong S3, double SpareNormal) State => (s0, s1, s2, s3, spareNormal);

    /// <summary>Continues a stream from a saved position.</summary>
    /// <param name="state">What <see cref="State"/> gave.</param>
    /// <returns>A stream that yields what the saved one would have yielded.</returns>
    public static RandomStream Restore((ulong S0, ulong S1, ulong S2, ulong S3, double SpareNormal) state) => new(state);

    /// <summary>
    /// A well mixed 64-bit number for a (seed, key) pair: the splitmix64 output number <paramref name="key"/> of the
    /// seed. Usable by itself as a counter-based generator that needs no state.
    /// </summary>
    /// <param name="seed">Any number.</param>
    /// <param name="key">Any number.</param>
    /// <returns>64 random bits, the same for the same pair.</returns>
    public static ulong Mix(ulong seed, ulong key)
    {
        ulong z = seed + (key * 0x9E3779B97F4A7C15UL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>An independent stream for one part of the work. Does not move this stream.</summary>
    /// <param name="seed">The seed of the whole.</param>
    /// <param name="keys">What the part is: subject 3, trial 7, ...</param>
    /// <returns>A stream that depends on the seed and on every key.</returns>
    public static RandomStream Fork(ulong seed, params ReadOnlySpan<ulong> keys)
    {
        ulong mixed = seed;
        foreach (ulong key in keys)
        {
            mixed = Mix(mixed ^ 0xD1B54A32D192ED03UL, key + 1);
        }

        return new RandomStream(mixed);
    }

    /// <summary>The next 64 random bits.</summary>
    /// <returns>Any value, all equally likely.</returns>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        ulong t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>A uniform number.</summary>
    /// <returns>In [0, 1), a multiple of 2^-53.</returns>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform number.</summary>
    /// <returns>In [0, 1), a multiple of 2^-24.</returns>
    public float NextSingle() => (NextUInt64() >> 40) * (1.0f / (1 << 24));

    /// <summary>A uniform number.</summary>
    /// <param name="low">Smallest value.</param>
    /// <param name="high">Bound, not reached.</param>
    /// <returns>In [low, high).</returns>
    public double NextBetween(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>A uniform whole number, without bias.</summary>
    /// <param name="bound">Number of values, at least 1.</param>
    /// <returns>In [0, bound).</returns>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);

        // Lemire's multiply-and-reject.
        ulong range = (uint)bound;
        ulong product = (NextUInt64() >> 32) * range;
        if ((uint)product < range)
        {
            uint threshold = (uint)((1UL << 32) % range);
            while ((uint)product < threshold)
            {
                product = (NextUInt64() >> 32) * range;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>A standard normal number, by Marsaglia's polar method.</summary>
    /// <returns>Mean 0, variance 1.</returns>
    public double NextNormal()
    {
        if (!double.IsNaN(spareNormal))
        {
            double spare = spareNormal;
            spareNormal = double.NaN;
            return spare;
        }

        double u, v, s;
        do
        {
            u = NextBetween(-1, 1);
            v = NextBetween(-1, 1);
            s = (u * u) + (v * v);
        }
        while (s is >= 1 or 0);

        double factor = Math.Sqrt(-2 * Math.Log(s) / s);
        spareNormal = v * factor;
        return u * factor;
    }

    /// <summary>An exponentially distributed waiting time.</summary>
    /// <param name="rate">Events per unit of time, above 0.</param>
    /// <returns>Above 0, mean 1 / rate.</returns>
    public double NextExponential(double rate) => -Math.Log(1 - NextDouble()) / rate;

    /// <summary>Puts items into a random order, all orders equally likely.</summary>
    /// <typeparam name="TItem">Any type.</typeparam>
    /// <param name="items">Shuffled in place.</param>
    public void Shuffle<TItem>(Span<TItem> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
