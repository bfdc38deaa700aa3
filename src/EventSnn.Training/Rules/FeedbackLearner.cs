using EventSnn.Events.Binning;
using EventSnn.Networks.EndToEnd;
using EventSnn.Networks.FixedFeedback;

namespace EventSnn.Training.Rules;

/// <summary>
/// Fixed feedback weights, two hidden layers of 100. The system is for pictures: a clip is shown to it as the picture of all its events, so
/// that what is in the timing is lost. The first mini-batch scales the weights (<see cref="FixedFeedbackNetwork.ScaleToData"/>).
/// </summary>
internal sealed class FeedbackLearner(InputShape input, IReadOnlyList<string> classes, ulong seed) : IRuleLearner
{
    private const int Hidden = 100;
    private const double FirstCurrents = 3; // a neuron that spikes about a quarter of the time
    private readonly FixedFeedbackOptions options = new() { Sizes = [input.Size, Hidden, Hidden, classes.Count], Seed = seed };
    private FixedFeedbackNetwork? network;

    public double Progress { get; set; }

    public long Updates => Network.Updates;

    public long LearningOperations => Network.LearningOperations;

    public double StatePerNeuron => 2; // potential and what is left of a spike

    public double StatePerSynapse => 0;

    private FixedFeedbackNetwork Network => network ??= new FixedFeedbackNetwork(options);

    public void Learn(IReadOnlyList<LabelledClip> clips)
    {
        float[][] pictures = [.. clips.Select(c => Picture(c.Steps))];
        if (Network.Updates == 0)
        {
            Network.ScaleToData(pictures, FirstCurrents);
        }

        for (int b = 0; b < pictures.Length; b++)
        {
            Network.Present(pictures[b], clips[b].Label);
        }
    }

    public int Classify(StepSequence clip) => Network.Present(Picture(clip), -1);

    public void Save(string path) => Network.Save(path, classes);

    public void Dispose()
    {
    }

    private float[] Picture(StepSequence clip)
    {
        var picture = new float[input.Size];
        for (int t = 0; t < clip.Count; t++)
        {
            ReadOnlySpan<int> inputs = clip.Inputs(t);
            for (int i = 0; i < inputs.Length; i++)
            {
                picture[inputs[i]] += clip.Counts(t)[i];
            }
        }

        float largest = Math.Max(1, picture.Max());
        for (int i = 0; i < picture.Length; i++)
        {
            picture[i] /= largest;
        }

        return picture;
    }
}
