namespace EventSnn.Networks.Decisions;

/// <summary>A decision over the last N steps of a stream that does not end. Constant memory; not safe for concurrent use.</summary>
/// <remarks>Ties go to the lower class: in a window that slides, which class was seen first has no stable meaning.</remarks>
public sealed class SlidingVote
{
    private readonly VoteKind kind;
    private readonly float[] ring; // window x classes
    private readonly double[] sums;
    private readonly bool[] taken;
    private int next;

    /// <summary>Creates an empty window.</summary>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="window">Steps in the window, at least 1; of no meaning to <see cref="VoteKind.Latest"/>.</param>
    /// <param name="kind">How steps are combined.</param>
    public SlidingVote(int classes, int window, VoteKind kind)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        this.kind = kind;
        Window = kind == VoteKind.Latest ? 1 : window;
        ring = new float[Window * classes];
        sums = new double[classes];
        taken = new bool[Window];
    }

    /// <summary>Steps that the window holds at most.</summary>
    public int Window { get; }

    /// <summary>Steps that the window holds now.</summary>
    public int Steps { get; private set; }

    /// <summary>The winner; -1 before the first step.</summary>
    public int Class => Steps == 0 ? -1 : Shares.ArgMax(sums);

    /// <summary>The winner's share of all positive votes in the window, 0 to 1; 0 before the first step.</summary>
    public double Confidence => Shares.Of(sums, Class);

    /// <summary>Adds a step; the oldest leaves where the window is full.</summary>
    /// <param name="scores">One score per class; the larger, the likelier.</param>
    public void Add(ReadOnlySpan<float> scores)
    {
        Shares.Check(scores.Length, sums.Length);
        Span<float> slot = ring.AsSpan(next * sums.Length, sums.Length);
        Leave(slot);
        taken[next] = true;
        Steps++;
        if (kind != VoteKind.Majority)
        {
            scores.CopyTo(slot);
        }
        else
        {
            slot.Clear();
            slot[Shares.ArgMax(scores)] = 1;
        }

        next = next + 1 == Window ? 0 : next + 1;
        if (next == 0)
        {
            Resum(); // once per round, so that rounding cannot pile up over hours
            return;
        }

        for (int c = 0; c < sums.Length; c++)
        {
            sums[c] += slot[c];
        }
    }

    /// <summary>Time passed in which no step was taken: what is older than the window leaves it. The latest step stays the latest.</summary>
    /// <param name="steps">How many steps it would have been, at least 0.</param>
    public void Skip(long steps)
    {
        if (kind == VoteKind.Latest)
        {
            return;
        }

        for (long k = Math.Min(steps, Window); k > 0; k--)
        {
            Span<float> slot = ring.AsSpan(next * sums.Length, sums.Length);
            Leave(slot);
            slot.Clear();
            next = next + 1 == Window ? 0 : next + 1;
            if (next == 0)
            {
                Resum();
            }
        }
    }

    /// <summary>Writes the mean vote or score per class over the window.</summary>
    /// <param name="destination">One entry per class; all 0 before the first step.</param>
    public void MeanScores(Span<float> destination)
    {
        Shares.Check(destination.Length, sums.Length);
        for (int c = 0; c < sums.Length; c++)
        {
            destination[c] = Steps == 0 ? 0 : (float)(sums[c] / Steps);
        }
    }

    /// <summary>Forgets all steps.</summary>
    public void Clear()
    {
        Array.Clear(sums);
        Array.Clear(taken);
        Steps = 0;
        next = 0;
    }

    private void Leave(ReadOnlySpan<float> slot)
    {
        if (!taken[next])
        {
            return;
        }

        taken[next] = false;
        Steps--;
        for (int c = 0; c < sums.Length; c++)
        {
            sums[c] -= slot[c];
        }
    }

    private void Resum()
    {
        Array.Clear(sums);
        for (int i = 0; i < ring.Length; i++)
        {
            sums[i % sums.Length] += ring[i];
        }
    }
}
