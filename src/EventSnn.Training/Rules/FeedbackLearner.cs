using EventSnn.Events.Binning;
using EventSnn.Networks.EndToEnd;
using EventSnn.Networks.FixedFeedback;

namespace EventSnn.Training.Rules;

/// <summary>
/// Fixed feedback weights, two hidden layers of 100. The system is for pictures: a clip is shown to it as the picture of all its events, so
/// that what is in the timing is lost.
/// </summary>
internal sealed class FeedbackLearner(InputShape input, int classes, ulong seed) : IRuleLearner
{
    private const int Hidden = 100;
    private readonly FixedFeedbackOptions options = new() { Sizes = [input.Size, Hidden, Hidden, classes], Seed = seed };
    private readonly float[] picture = new float[input.Size];
    private FixedFeedbackNetwork? network;

    public double Progress { get; set; }

    public long Updates { get; private set; }

    public long LearningOperations { get; private set; }

    public double StatePerNeuron => 2; // potential and what is left of a spike

    public double StatePerSynapse => 0;

    private FixedFeedbackNetwork Network => network ??= new FixedFeedbackNetwork(options);

    public void Learn(IReadOnlyList<LabelledClip> clips)
    {
        int learned = options.Steps - options.BurnInSteps;
        long weights = ((long)input.Size * Hidden) + (Hidden * Hidden) + ((long)Hidden * classes);
        foreach (LabelledClip clip in clips)
        {
            Sum(clip.Steps);
            Network.Present(picture, clip.Label);
            Updates += learned;
            LearningOperations += learned * (weights + (2L * Hidden * classes));
        }
    }

    public int Classify(StepSequence clip)
    {
        Sum(clip);
        return Network.Present(picture, -1);
    }

    public void Dispose()
    {
    }

    private void Sum(StepSequence clip)
    {
        Array.Clear(picture);
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
    }
}
