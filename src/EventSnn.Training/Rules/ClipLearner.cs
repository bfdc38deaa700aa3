using EventSnn.Events.Binning;
using EventSnn.Networks.EndToEnd;

namespace EventSnn.Training.Rules;

/// <summary>A classifier that is shown one clip after the other: SuperSpike with a hidden layer of 100 neurons, STDP with 100 neurons.</summary>
internal sealed class ClipLearner(IClipClassifier classifier, IReadOnlyList<string> classes) : IRuleLearner
{
    public double Progress
    {
        get => classifier.Progress;
        set => classifier.Progress = value;
    }

    public long Updates => classifier.Updates;

    public long LearningOperations => classifier.LearningOperations;

    public double StatePerNeuron => classifier.StatePerNeuron;

    public double StatePerSynapse => classifier.StatePerSynapse;

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
