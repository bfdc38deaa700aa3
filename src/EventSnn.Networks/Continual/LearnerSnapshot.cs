namespace EventSnn.Networks.Continual;

/// <summary>Everything that a <see cref="ContinualLearner"/> knew at a moment. Immutable.</summary>
public sealed class LearnerSnapshot
{
    internal LearnerSnapshot(FewShotDiscriminant readout, IReadOnlyList<TaughtClass> classes, double limit, double temperature)
    {
        Readout = readout;
        Classes = classes;
        Limit = limit;
        Temperature = temperature;
    }

    /// <summary>The classes and what was shown of each.</summary>
    public IReadOnlyList<TaughtClass> Classes { get; }

    internal FewShotDiscriminant Readout { get; }

    internal double Limit { get; }

    internal double Temperature { get; }
}
