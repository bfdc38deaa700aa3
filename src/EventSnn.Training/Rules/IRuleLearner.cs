using EventSnn.Events.Binning;
using EventSnn.Networks.EndToEnd;

namespace EventSnn.Training.Rules;

/// <summary>A learning rule at work on labelled clips, for comparisons: every rule gets the same clips in the same order.</summary>
public interface IRuleLearner : IDisposable
{
    /// <summary>The share of the training that is over, in [0, 1], for rules with a schedule.</summary>
    double Progress { get; set; }

    /// <summary>Changes of the weights so far.</summary>
    long Updates { get; }

    /// <summary>Multiply-adds of learning alone so far, were no spike and no error zero in the steps that were learned from.</summary>
    long LearningOperations { get; }

    /// <summary>Numbers that are kept of a stream while it is learned from, per neuron; for back-propagation those of the last clip.</summary>
    double StatePerNeuron { get; }

    /// <summary>Numbers that are kept per weight, the optimiser's moments included.</summary>
    double StatePerSynapse { get; }

    /// <summary>Learns from a mini-batch.</summary>
    /// <param name="clips">The clips, at least one.</param>
    void Learn(IReadOnlyList<LabelledClip> clips);

    /// <summary>Classifies a clip; nothing is learned.</summary>
    /// <param name="clip">The clip.</param>
    /// <returns>The class; -1 for a clip that is not longer than the burn-in.</returns>
    int Classify(StepSequence clip);

    /// <summary>Saves what was learned.</summary>
    /// <param name="path">A safetensors file; replaced where it exists.</param>
    /// <exception cref="Networks.ModelException">It cannot be written.</exception>
    void Save(string path);
}
