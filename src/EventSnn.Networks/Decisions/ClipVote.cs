namespace EventSnn.Networks.Decisions;

/// <summary>One decision over a whole clip. Constant memory; not safe for concurrent use.</summary>
public sealed class ClipVote
{
    private readonly VoteKind kind;
    private readonly double[] votes;
    private readonly long[] firstSeen;

    /// <summary>Creates an empty vote.</summary>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="kind">How steps are combined.</param>
    public ClipVote(int classes, VoteKind kind)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        this.kind = kind;
        votes = new double[classes];
        firstSeen = new long[classes];
    }

    /// <summary>Steps that have voted.</summary>
    public long Steps { get; private set; }

    /// <summary>The votes or summed scores, one per class.</summary>
    public ReadOnlySpan<double> Votes => votes;

    /// <summary>The winner; -1 before the first step.</summary>
    public int Class
    {
        get
        {
            int best = -1;
            for (int c = 0; c < votes.Length; c++)
            {
                if (kind == VoteKind.Majority && firstSeen[c] == 0)
                {
                    continue;
                }

                if (best < 0 || votes[c] > votes[best]
                    || (kind == VoteKind.Majority && votes[c] == votes[best] && firstSeen[c] < firstSeen[best]))
                {
                    best = c;
                }
            }

            return Steps == 0 ? -1 : best;
        }
    }

    /// <summary>The winner's share of all positive votes, 0 to 1; 0 before the first step.</summary>
    public double Confidence => Shares.Of(votes, Class);

    /// <summary>Adds a step.</summary>
    /// <param name="scores">One score per class; the larger, the likelier.</param>
    public void Add(ReadOnlySpan<float> scores)
    {
        Shares.Check(scores.Length, votes.Length);
        Steps++;
        if (kind != VoteKind.Majority)
        {
            for (int c = 0; c < votes.Length; c++)
            {
                votes[c] = kind == VoteKind.Latest ? scores[c] : votes[c] + scores[c];
            }

            return;
        }

        int best = Shares.ArgMax(scores);
        votes[best]++;
        if (firstSeen[best] == 0)
        {
            firstSeen[best] = Steps;
        }
    }

    /// <summary>Forgets all steps.</summary>
    public void Clear()
    {
        Array.Clear(votes);
        Array.Clear(firstSeen);
        Steps = 0;
    }
}
