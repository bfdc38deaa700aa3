using EventSnn.Events.Binning;
using EventSnn.Networks.EndToEnd;
using EventSnn.Networks.Stdp;

namespace EventSnn.Training.Rules;

/// <summary>STDP, 100 neurons; labels only name what the neurons found.</summary>
internal sealed class StdpLearner(InputShape input, IReadOnlyList<string> classes, long stepMicroseconds, ulong seed) : IRuleLearner
{
    private readonly StdpClassifier classifier = new(input.Size, classes.Count, stepMicroseconds, seed);

    public double Progress { get; set; }

    public long Updates => classifier.Updates;

    public long LearningOperations => classifier.LearningOperations;

    // Potential, trace and threshold of a neuron, a trace per input.
    public double StatePerNeuron => 3 + ((double)input.Size / classifier.Neurons);

    public double StatePerSynapse => 0;

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
