using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using EventSnn.Events.Random;

namespace EventSnn.Simulation.Pixels;

/// <summary>
/// A run of pixels that is stepped by one thread. Holds the two state variables of a pixel: the level L behind the
/// photoreceptor's low-pass, and the difference D between the level and the level at the last event.
/// </summary>
/// <remarks>
/// One sample, dt after the last (order of the stages as in v2e: response, low-pass, leak, thresholds):
/// <code>
/// k   = (I + 20)/275
/// eps = 1 - exp(-2 pi k f3dB dt)
/// L  &lt;- L + eps (f(I) - L)
/// D  &lt;- D + (change of L) + dt * leak * (1 - jitter * N)
/// while D >= thetaOn:  ON event where the line from the old D to the new one crosses; D &lt;- D - thetaOn   (OFF alike)
/// </code>
/// D instead of a stored reference makes the leak part of the ramp, so that leaked events fall between samples too.
/// </remarks>
internal sealed class PixelBand
{
    private const double MeanOfFourBytes = 510;
    private static readonly double DeviationOfFourBytes = Math.Sqrt(4 * ((256.0 * 256.0) - 1) / 12);

    private readonly PixelOptions options;
    private readonly PixelVariation variation;
    private readonly double[] level;
    private readonly double[] difference;
    private readonly double[] lastEvent;
    private readonly int start;
    private readonly int end;
    private readonly ulong noiseSeed;

    public PixelBand(
        PixelOptions options, PixelVariation variation, double[] level, double[] difference, double[] lastEvent, int start, int end, ulong seed)
    {
        this.options = options;
        this.variation = variation;
        this.level = level;
        this.difference = difference;
        this.lastEvent = lastEvent;
        this.start = start;
        this.end = end;
        noiseSeed = RandomStream.Mix(seed, 0x1EAC);
    }

    public PixelEventBuffer Events { get; } = new();

    public long Crossings { get; private set; }

    public long Refractory { get; private set; }

    /// <summary>The level of constant light.</summary>
    public static double Respond(LightResponse response, double light) => response == LightResponse.Logarithmic
        ? Math.Log((Math.Max(light, 0) / 255) + 1e-3)
        : light <= 20 ? Math.Max(light, 0) * Math.Log(20) / 20 : Math.Log(light);

    // Vector code before the second tier of the JIT is a thousand times slower: skip that tier.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(ReadOnlySpan<float> light, double from, double to, long sample)
    {
        Events.Clear();
        double seconds = (to - from) * 1e-6;
        uint noiseKey = (uint)RandomStream.Mix(noiseSeed, (ulong)sample);
        int i = start;
        for (; i + Vector256<float>.Count <= end; i += Vector256<float>.Count)
        {
            Vector256<float> jitter = Vector256<float>.Zero;
            if (options.LeakHz > 0)
            {
                jitter = Noise(i, noiseKey);
            }

            (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(Vector256.LoadUnsafe(in light[i]));
            (Vector256<double> jitterLower, Vector256<double> jitterUpper) = Vector256.Widen(jitter);
            StepFour(i, lower, jitterLower, from, to, seconds);
            StepFour(i + 4, upper, jitterUpper, from, to, seconds);
        }

        for (; i < end; i++)
        {
            StepOne(i, light[i], options.LeakHz > 0 ? Noise(i, noiseKey).GetElement(0) : 0, from, to, seconds);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void StepFour(int i, Vector256<double> light, Vector256<double> jitter, double from, double to, double seconds)
    {
        light = Vector256.Max(light, Vector256<double>.Zero);
        Vector256<double> response = options.Response == LightResponse.Logarithmic
            ? Vector256.Log((light * (1.0 / 255)) + Vector256.Create(1e-3))
            : Vector256.ConditionalSelect(
                Vector256.LessThanOrEqual(light, Vector256.Create(20.0)),
                light * (Math.Log(20) / 20),
                Vector256.Log(Vector256.Max(light, Vector256.Create(20.0))));

        Vector256<double> old = Vector256.LoadUnsafe(ref level[i]);
        Vector256<double> change = response - old;
        if (!double.IsPositiveInfinity(options.BandwidthHz))
        {
            Vector256<double> rate = (light + Vector256.Create(20.0)) * (-2 * Math.PI * options.BandwidthHz * seconds / 275);
            change *= Vector256<double>.One - Vector256.Exp(rate);
        }

        (old + change).StoreUnsafe(ref level[i]);

        Vector256<double> before = Vector256.LoadUnsafe(ref difference[i]);
        Vector256<double> after = before + change;
        if (options.LeakHz > 0)
        {
            Vector256<double> leak = Vector256.LoadUnsafe(ref variation.LeakPerSecond[i]) * seconds;
            after += leak * (Vector256<double>.One - (jitter * options.LeakJitter));
        }

        after.StoreUnsafe(ref difference[i]);
        Vector256<double> crossed =
            Vector256.GreaterThanOrEqual(after, Vector256.LoadUnsafe(ref variation.ThresholdOn[i]))
            | Vector256.LessThanOrEqual(after, -Vector256.LoadUnsafe(ref variation.ThresholdOff[i]));
        uint mask = crossed.ExtractMostSignificantBits();
        while (mask != 0)
        {
            int lane = BitOperations.TrailingZeroCount(mask);
            mask &= mask - 1;
            Fire(i + lane, before.GetElement(lane), after.GetElement(lane), from, to);
        }
    }

    private void StepOne(int i, double light, double jitter, double from, double to, double seconds)
    {
        double change = Respond(options.Response, light) - level[i];
        if (!double.IsPositiveInfinity(options.BandwidthHz))
        {
            change *= 1 - Math.Exp((Math.Max(light, 0) + 20) * (-2 * Math.PI * options.BandwidthHz * seconds / 275));
        }

        level[i] += change;
        double before = difference[i];
        double after = before + change + (variation.LeakPerSecond[i] * seconds * (1 - (jitter * options.LeakJitter)));
        difference[i] = after;
        if (after >= variation.ThresholdOn[i] || after <= -variation.ThresholdOff[i])
        {
            Fire(i, before, after, from, to);
        }
    }

    private void Fire(int pixel, double before, double after, double from, double to)
    {
        bool on = after > 0;
        double threshold = on ? variation.ThresholdOn[pixel] : variation.ThresholdOff[pixel];
        double magnitude = Math.Abs(after);
        double origin = on ? before : -before;
        double rise = magnitude - origin;
        int crossings = (int)(magnitude / threshold);
        double last = lastEvent[pixel];
        for (int n = 1; n <= crossings; n++)
        {
            // A pixel that a rebound left beyond its threshold fires at once.
            double fraction = rise > 0 ? Math.Clamp(((n * threshold) - origin) / rise, 0, 1) : 0;
            double t = from + (fraction * (to - from));
            if (t - last < options.RefractoryMicroseconds)
            {
                Refractory++;
                continue;
            }

            last = t;
            Events.Add(fraction, pixel, on ? 1 : 0);
        }

        Crossings += crossings;
        lastEvent[pixel] = last;
        magnitude -= crossings * threshold;
        difference[pixel] = on ? magnitude : -magnitude;
    }

    /// <summary>
    /// Eight nearly normal numbers that depend on the sample and the pixel only: a 32-bit hash (the finaliser of
    /// MurmurHash3) whose four bytes are summed.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector256<float> Noise(int pixel, uint key)
    {
        Vector256<uint> h = (Vector256.Create((uint)pixel) + Vector256<uint>.Indices) * 0x9E3779B9u;
        h += Vector256.Create(key);
        h ^= Vector256.ShiftRightLogical(h, 16);
        h *= 0x85EBCA6Bu;
        h ^= Vector256.ShiftRightLogical(h, 13);
        h *= 0xC2B2AE35u;
        h ^= Vector256.ShiftRightLogical(h, 16);
        Vector256<uint> low = Vector256.Create(0xFFu);
        Vector256<uint> sum = (h & low) + (Vector256.ShiftRightLogical(h, 8) & low)
            + (Vector256.ShiftRightLogical(h, 16) & low) + Vector256.ShiftRightLogical(h, 24);
        return (Vector256.ConvertToSingle(sum.AsInt32()) - Vector256.Create((float)MeanOfFourBytes)) * (float)(1 / DeviationOfFourBytes);
    }
}
