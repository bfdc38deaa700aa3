using EventSnn.Events.Binning;
using EventSnn.Networks;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.EndToEnd;
using EventSnn.Training.Evaluation;

namespace EventSnn.Training.Rules;

/// <summary>A local rule, which learns in every step: all presets of <see cref="SpikingNetwork"/>.</summary>
internal sealed class LocalLearner(SpikingNetwork network) : IRuleLearner
{
    private readonly List<NetworkState> states = [];
    private readonly ClipJury jury = new(network.Definition);
    private readonly NetworkState test = network.CreateState();

    public double Progress { get; set; }

    public long Updates => network.UpdateCount;

    public long LearningOperations { get; private set; }

    // Q and P on the inputs, R and S on the neurons; a non-causal term keeps U and h too.
    public double StatePerNeuron => network.Layers.Sum(p => (2.0 * p.Input.Size) + ((p.Definition.Neuron.PostTraceGain != 0 ? 4 : 2) * p.Output.Size))
        / network.Layers.Sum(p => p.Output.Size);

    public double StatePerSynapse => network.Definition.Optimiser.Kind == OptimiserKind.Sgd ? 0 : network.Definition.Optimiser.Beta1 == 0 ? 1 : 2;

    // m = G^T e, and per winner of a pooling window the outer product with its inputs; twice of that with a non-causal term.
    private long OperationsOfStep => network.Layers.Sum(p
        => ((long)p.Classes * p.Pooled.Size) + ((p.Definition.Neuron.PostTraceGain != 0 ? 2L : 1L) * p.Pooled.Size * p.FanIn)
        + (p.Definition.Readout.Kind == ReadoutKind.Learned ? (long)p.Classes * p.Pooled.Size : 0));

    public void Learn(IReadOnlyList<LabelledClip> clips)
    {
        while (states.Count < clips.Count)
        {
            states.Add(network.CreateState());
        }

        int longest = 0;
        for (int b = 0; b < clips.Count; b++)
        {
            states[b].Reset();
            longest = Math.Max(longest, clips[b].Steps.Count);
        }

        for (int t = 0; t < longest; t++)
        {
            NetworkSample[] samples = [.. clips.Index().Where(c => t < c.Item.Steps.Count)
                .Select(c => new NetworkSample(states[c.Index], c.Item.Steps.InputsMemory(t), c.Item.Steps.CountsMemory(t), c.Item.Label))];
            network.Step(samples, learn: true);
            LearningOperations += t >= network.Definition.BurnInSteps ? samples.Length * OperationsOfStep : 0;
        }
    }

    public int Classify(StepSequence clip)
    {
        test.Reset();
        jury.Clear();
        for (int t = 0; t < clip.Count; t++)
        {
            network.Step(test, clip.Inputs(t), clip.Counts(t), -1, learn: false);
            if (t >= network.Definition.BurnInSteps)
            {
                jury.Hear(test);
            }
        }

        return jury.Class;
    }

    public void Dispose() => network.Dispose();
}
