using EventSnn.Events.Binning;

namespace EventSnn.Networks.EndToEnd;

/// <summary>A network of its own kind that is shown one clip after the other, and learns from those that have a label. Not safe for concurrent use.</summary>
public interface IClipClassifier
{
    /// <summary>The share of the training that is over, in [0, 1], for those whose learning rate falls.</summary>
    double Progress { get; set; }

    /// <summary>Changes of the weights so far.</summary>
    long Updates { get; }

    /// <summary>Multiply-adds of learning so far, were nothing zero.</summary>
    long LearningOperations { get; }

    /// <summary>Numbers that are kept of a clip while it is learned from, per neuron.</summary>
    double StatePerNeuron { get; }

    /// <summary>Numbers that are kept per weight, the weight not counted.</summary>
    double StatePerSynapse { get; }

    /// <summary>Shows a clip.</summary>
    /// <param name="clip">The clip; its steps of the length given at creation.</param>
    /// <param name="label">Its class, to learn from it; -1 to classify only.</param>
    /// <returns>The class that was seen.</returns>
    int Present(StepSequence clip, int label);

    /// <summary>Saves what was learned, readable as safetensors.</summary>
    /// <param name="path">The file; replaced where it exists.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <exception cref="ModelException">It cannot be written.</exception>
    void Save(string path, IReadOnlyList<string> classes);
}
