using EventSnn.Events.Binning;
using EventSnn.Networks.EndToEnd;
using EventSnn.Networks.SuperSpike;

namespace EventSnn.Training.Rules;

/// <summary>SuperSpike with one hidden layer of 100 neurons; a clip after the other, in steps of a millisecond.</summary>
internal sealed class SuperSpikeLearner(InputShape input, IReadOnlyList<string> classes, long stepMicroseconds, ulong seed) : IRuleLearner
{
    private readonly SuperSpikeClassifier classifier = new(input.Size, classes.Count, stepMicroseconds, seed);

    public double Progress
    {
        get => classifier.Progress;
        set => classifier.Progress = value;
    }

    public long Updates => classifier.Updates;

    public long LearningOperations => classifier.LearningOperations;

    // Potential, current, refractory time and z of a neuron, two numbers of eps of whatever sends spikes, two of an output's error.
    public double StatePerNeuron => ((4.0 * Neurons) + (2.0 * (input.Size + classifier.Options.Hidden)) + (2.0 * classes.Count)) / Neurons;

    public double StatePerSynapse => SuperSpikeNetwork.StatePerSynapse - 1;

    private int Neurons => classifier.Options.Hidden + classes.Count;

    public void Learn(IReadOnlyList<LabelledClip> clips)
    {
        foreach (LabelledClip clip in clips)
        {
            classifier.Present(clip.Steps, clip.Label);
        }
    }

    public int Classify(StepSequence clip) => classifier.Present(clip, -1);

    public void Save(string path) => classifier.Save(path, classes);

    public void Dispose()
    {
    }
}
