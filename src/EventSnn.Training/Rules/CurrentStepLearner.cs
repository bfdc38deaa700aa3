using EventSnn.Events.Binning;
using EventSnn.Networks.CurrentStep;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.EndToEnd;

namespace EventSnn.Training.Rules;

/// <summary>Current-step training.</summary>
internal sealed class CurrentStepLearner(NetworkDefinition definition, ulong seed, CurrentStepOptions options) : IRuleLearner
{
    private readonly CurrentStepNetwork<float> network = new(definition, seed, options);
    private readonly List<CurrentStepState<float>> states = [];

    public double Progress
    {
        get => network.Progress;
        set => network.Progress = value;
    }

    public long Updates => network.Updates;

    public long LearningOperations => network.LearningOperations;

    public double StatePerNeuron => (double)network.CreateState().StateValues / Geometry.Neurons(definition);

    public double StatePerSynapse => definition.Optimiser.Kind == OptimiserKind.Sgd ? 1 : 3; // its gradient is kept from sample to sample

    public void Learn(IReadOnlyList<LabelledClip> clips)
    {
        Prepare(clips.Count);
        int longest = clips.Max(c => c.Steps.Count);
        for (int t = 0; t < longest; t++)
        {
            CurrentStepSample<float>[] samples = [.. clips.Index().Where(c => t < c.Item.Steps.Count)
                .Select(c => new CurrentStepSample<float>(states[c.Index], c.Item.Steps, t, c.Item.Label))];
            network.Step(samples, learn: true);
        }

        network.Flush();
    }

    public int Classify(StepSequence clip)
    {
        Prepare(1);
        CurrentStepState<float> state = states[0];
        for (int t = 0; t < clip.Count; t++)
        {
            network.Step([new CurrentStepSample<float>(state, clip, t, -1)], learn: false);
        }

        int best = clip.Count > definition.BurnInSteps ? 0 : -1;
        for (int k = 1; k < state.Scores.Length && best >= 0; k++)
        {
            best = state.Scores[k] > state.Scores[best] ? k : best;
        }

        return best;
    }

    public void Save(string path) => CurrentStepCheckpoint.Save(network, path);

    public void Dispose()
    {
    }

    private void Prepare(int count)
    {
        while (states.Count < count)
        {
            states.Add(network.CreateState());
        }

        for (int b = 0; b < count; b++)
        {
            states[b].Reset();
        }
    }
}
