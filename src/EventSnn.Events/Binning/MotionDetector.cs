using System.Numerics;

namespace EventSnn.Events.Binning;

/// <summary>Sums fine steps of both polarities into one step that has motion too. See <see cref="MotionOptions"/> for the equations.</summary>
/// <remarks>Allocation-free; one thread.</remarks>
internal sealed class MotionDetector
{
    private readonly int rows;
    private readonly int columns;
    private readonly float keep;
    private readonly int[] counts; // OFF, ON of the whole step
    private readonly float[] motion; // right, left, down, up of the whole step
    private readonly float[] now;
    private readonly float[] trace;
    private bool quiet = true;
    private bool still = true;

    /// <summary>Creates a detector at rest.</summary>
    /// <param name="shape">The shape of the fine steps: 2 channels.</param>
    /// <param name="options">Its times.</param>
    public MotionDetector(InputShape shape, MotionOptions options)
    {
        rows = shape.Height;
        columns = shape.Width;
        keep = (float)Math.Exp(-(double)options.FineMicroseconds / options.MemoryMicroseconds);
        counts = new int[2 * rows * columns];
        motion = new float[4 * rows * columns];
        now = new float[rows * columns];
        trace = new float[rows * columns];
    }

    /// <summary>Counts events of the fine step.</summary>
    /// <param name="input">Where: (polarity * rows + y) * columns + x.</param>
    /// <param name="count">How many.</param>
    public void Add(int input, int count)
    {
        counts[input] += count;
        now[input < now.Length ? input : input - now.Length] += count;
        quiet = false;
    }

    /// <summary>Ends a fine step.</summary>
    public void Advance()
    {
        if (quiet && still)
        {
            return;
        }

        if (!quiet && !still)
        {
            Coincide();
        }

        still = true;
        for (int i = 0; i < trace.Length; i++)
        {
            float f = (keep * trace[i]) + ((1 - keep) * now[i]);
            trace[i] = f < 1e-4f ? 0 : f;
            still &= trace[i] == 0;
        }

        Array.Clear(now);
        quiet = true;
    }

    /// <summary>Appends the step and begins the next; traces stay.</summary>
    /// <param name="batch">Where to.</param>
    public void Emit(StepBatch batch)
    {
        for (int i = 0; i < counts.Length; i++)
        {
            Append(batch, i, counts[i]);
        }

        for (int i = 0; i < motion.Length; i++)
        {
            Append(batch, counts.Length + i, (int)MathF.Round(motion[i]));
        }

        Array.Clear(counts);
        Array.Clear(motion);
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        Array.Clear(counts);
        Array.Clear(motion);
        Array.Clear(now);
        Array.Clear(trace);
        quiet = still = true;
    }

    private static void Append(StepBatch batch, int input, int count)
    {
        if (count > 0)
        {
            batch.Append(input, (ushort)Math.Min(count, ushort.MaxValue));
        }
    }

    private void Coincide()
    {
        int plane = now.Length;
        for (int y = 0; y < rows; y++)
        {
            int row = y * columns;
            Pair(trace.AsSpan(row, columns - 1), now.AsSpan(row + 1, columns - 1), motion.AsSpan(row + 1, columns - 1));
            Pair(trace.AsSpan(row + 1, columns - 1), now.AsSpan(row, columns - 1), motion.AsSpan(plane + row, columns - 1));
        }

        int inner = plane - columns;
        Pair(trace.AsSpan(0, inner), now.AsSpan(columns, inner), motion.AsSpan((2 * plane) + columns, inner));
        Pair(trace.AsSpan(columns, inner), now.AsSpan(0, inner), motion.AsSpan(3 * plane, inner));
    }

    /// <summary>sum += sqrt(before * after), entry by entry.</summary>
    private static void Pair(ReadOnlySpan<float> before, ReadOnlySpan<float> after, Span<float> sum)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= sum.Length; i += Vector<float>.Count)
        {
            Vector<float> root = Vector.SquareRoot(new Vector<float>(before[i..]) * new Vector<float>(after[i..]));
            (new Vector<float>(sum[i..]) + root).CopyTo(sum[i..]);
        }

        for (; i < sum.Length; i++)
        {
            sum[i] += MathF.Sqrt(before[i] * after[i]);
        }
    }
}
