using EventSnn.Events.Binning;
using EventSnn.Events.Random;

namespace EventSnn.Training.Augmentation;

/// <summary>Varies clips of time steps. Keeps buffers of its own: one instance per thread.</summary>
/// <param name="shape">The shape of the steps.</param>
/// <param name="options">How to vary.</param>
public sealed class ClipAugmenter(InputShape shape, AugmentationOptions options)
{
    private readonly int[] target = new int[shape.Size];
    private readonly ushort[] counts = new ushort[shape.Size];
    private readonly int[] inputs = new int[shape.Size];
    private readonly ushort[] stepCounts = new ushort[shape.Size];
    private readonly ulong[] touched = new ulong[(shape.Size + 63) / 64];

    /// <summary>Varies a clip; one draw holds for the whole clip, except for dropped events and swapped polarities.</summary>
    /// <param name="source">The clip.</param>
    /// <param name="start">The first step to take.</param>
    /// <param name="length">How many steps to make.</param>
    /// <param name="random">Where the draw comes from.</param>
    /// <param name="destination">Is cleared and filled; shorter than <paramref name="length"/> where the source ends.</param>
    public void Apply(StepSequence source, int start, int length, RandomStream random, StepSequence destination)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(destination);
        destination.Clear();
        double speed = 1 + random.NextBetween(-options.TimeWarp, options.TimeWarp);
        double keep = 1 - random.NextBetween(0, options.Drop);
        Aim(random);
        for (int k = 0; k < length; k++)
        {
            int step = start + (int)(k * speed);
            if (step >= source.Count)
            {
                break;
            }

            Collect(source.Inputs(step), source.Counts(step), keep, random);
            Emit(destination);
        }
    }

    /// <summary>Finds for every input where its events go; -1 for beyond the edge.</summary>
    private void Aim(RandomStream random)
    {
        double angle = random.NextBetween(-options.Rotation, options.Rotation) * Math.PI / 180;
        double size = 1 + random.NextBetween(-options.Scale, options.Scale);
        double dx = random.NextBetween(-options.Shift, options.Shift) * shape.Width;
        double dy = random.NextBetween(-options.Shift, options.Shift) * shape.Height;
        double cos = Math.Cos(angle) * size;
        double sin = Math.Sin(angle) * size;
        double middleX = (shape.Width - 1) / 2.0;
        double middleY = (shape.Height - 1) / 2.0;
        int plane = shape.Width * shape.Height;
        for (int i = 0; i < plane; i++)
        {
            double x = (i % shape.Width) - middleX;
            double y = (i / shape.Width) - middleY;
            int column = (int)Math.Round((cos * x) - (sin * y) + middleX + dx);
            int row = (int)Math.Round((sin * x) + (cos * y) + middleY + dy);
            bool inside = (uint)column < (uint)shape.Width && (uint)row < (uint)shape.Height;
            for (int c = 0; c < shape.Channels; c++)
            {
                target[(c * plane) + i] = inside ? (c * plane) + (row * shape.Width) + column : -1;
            }
        }
    }

    private void Collect(ReadOnlySpan<int> stepInputs, ReadOnlySpan<ushort> stepCountsIn, double keep, RandomStream random)
    {
        int plane = shape.Width * shape.Height;
        for (int i = 0; i < stepInputs.Length; i++)
        {
            int to = target[stepInputs[i]];
            if (to < 0)
            {
                continue;
            }

            int count = stepCountsIn[i];
            if (keep < 1)
            {
                int kept = 0;
                for (int e = 0; e < count; e++)
                {
                    kept += random.NextSingle() < keep ? 1 : 0;
                }

                count = kept;
            }

            if (options.PolarityNoise > 0 && shape.Channels >= 2 && to < 2 * plane && random.NextSingle() < options.PolarityNoise)
            {
                to = to < plane ? to + plane : to - plane;
            }

            if (count > 0)
            {
                counts[to] = (ushort)Math.Min(ushort.MaxValue, counts[to] + count);
                touched[to >> 6] |= 1UL << to;
            }
        }
    }

    private void Emit(StepSequence destination)
    {
        int n = 0;
        for (int word = 0; word < touched.Length; word++)
        {
            for (ulong bits = touched[word]; bits != 0; bits &= bits - 1)
            {
                int input = (word << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits);
                inputs[n] = input;
                stepCounts[n++] = counts[input];
                counts[input] = 0;
            }

            touched[word] = 0;
        }

        destination.Append(inputs.AsSpan(0, n), stepCounts.AsSpan(0, n));
    }
}
