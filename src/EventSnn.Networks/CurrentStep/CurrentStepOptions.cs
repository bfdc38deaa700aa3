using EventSnn.Networks.Learning;

namespace EventSnn.Networks.CurrentStep;

/// <summary>How current-step training runs. Of the paper (Zhu, Zhao, Ma and Tang 2021) only the abstract was open to us: all constants are our reading.</summary>
public sealed record CurrentStepOptions
{
    /// <summary>Soft reset: a spike takes the threshold from u and not all of it.</summary>
    public bool SoftReset { get; init; }

    /// <summary>Whether learning sees x through the synaptic decay and not x itself.</summary>
    public bool Trace { get; init; }

    /// <summary>Decay of the accumulated class scores per step, in [0, 1]; 1 for a plain sum.</summary>
    public double ScoreDecay { get; init; } = .9;

    /// <summary>Steps whose gradients make one update, at least 1.</summary>
    public int UpdateEvery { get; init; } = 1;

    /// <summary>Which steps go backward: every:N for the steps of all samples, error, loss and margin for each sample by itself.</summary>
    public UpdatePolicy Policy { get; init; } = UpdatePolicy.Always;

    /// <summary>Lets layers end learning from the bottom up (the decoder counts as the last); null for none.</summary>
    public FreezeOutSchedule? FreezeOut { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ModelException">A value is out of range; the message says which.</exception>
    public void Validate()
    {
        ModelException.Require(ScoreDecay is >= 0 and <= 1, "score decay", "a share in [0, 1]", ScoreDecay);
        ModelException.Require(UpdateEvery >= 1, "update interval", "at least 1 step", UpdateEvery);
        ModelException.Require(Policy is { Rate: 0, Levels: 0 }, "update policy", "every, error, loss or margin with current-step training", Policy);
        FreezeOut?.Validate();
    }
}
