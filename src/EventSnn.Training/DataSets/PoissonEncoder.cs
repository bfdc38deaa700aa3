using EventSnn.Events.Binning;
using EventSnn.Events.Random;

namespace EventSnn.Training.DataSets;

/// <summary>
/// A picture as Poisson spikes: in every millisecond, a pixel of intensity v (0 to 255) spikes with probability
/// v / 255 * rate / 1000. Drawn by counter: the same picture, seed and draw give the same spikes at any step length.
/// </summary>
public static class PoissonEncoder
{
    /// <summary>Encodes a picture.</summary>
    /// <param name="pixels">Intensities in row-major order.</param>
    /// <param name="milliseconds">Length of the clip.</param>
    /// <param name="hertz">The rate of a white pixel, in (0, 1000].</param>
    /// <param name="stepMicroseconds">The length of a step: whole milliseconds.</param>
    /// <param name="seed">The seed of this picture and draw.</param>
    /// <returns>The steps; input = index of the pixel.</returns>
    public static StepSequence Encode(ReadOnlySpan<byte> pixels, int milliseconds, double hertz, long stepMicroseconds, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, 1);
        if (!(hertz > 0 && hertz <= 1000))
        {
            throw new ArgumentOutOfRangeException(nameof(hertz), hertz, "The rate is above 0 and at most 1000 spikes per second.");
        }

        if (stepMicroseconds < 1000 || stepMicroseconds % 1000 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(stepMicroseconds), stepMicroseconds, "Poisson spikes are drawn per millisecond: the step must be whole milliseconds.");
        }

        int perStep = (int)(stepMicroseconds / 1000);
        int steps = milliseconds / perStep;
        var counts = new ushort[steps * pixels.Length];
        for (int p = 0; p < pixels.Length; p++)
        {
            // 16 random bits per millisecond, four milliseconds from one 64-bit number.
            int threshold = (int)Math.Round(pixels[p] / 255.0 * hertz / 1000 * 65536);
            if (threshold == 0)
            {
                continue;
            }

            ulong key = RandomStream.Mix(seed, (ulong)p + 1);
            for (int ms = 0; ms < steps * perStep; ms += 4)
            {
                ulong bits = RandomStream.Mix(key, ((ulong)ms / 4) + 1);
                for (int lane = 0; lane < 4 && ms + lane < steps * perStep; lane++)
                {
                    if ((int)((bits >> (16 * lane)) & 0xFFFF) < threshold)
                    {
                        counts[((ms + lane) / perStep * pixels.Length) + p]++;
                    }
                }
            }
        }

        var sequence = new StepSequence(stepMicroseconds);
        var stepInputs = new int[pixels.Length];
        var stepCounts = new ushort[pixels.Length];
        for (int k = 0; k < steps; k++)
        {
            int n = 0;
            for (int p = 0; p < pixels.Length; p++)
            {
                ushort count = counts[(k * pixels.Length) + p];
                if (count > 0)
                {
                    stepInputs[n] = p;
                    stepCounts[n++] = count;
                }
            }

            sequence.Append(stepInputs.AsSpan(0, n), stepCounts.AsSpan(0, n));
        }

        return sequence;
    }
}
