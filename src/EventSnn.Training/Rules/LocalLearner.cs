using EventSnn.Events.Binning;
using EventSnn.Networks;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.EndToEnd;
using EventSnn.Training.Evaluation;

namespace EventSnn.Training.Rules;

/// <summary>A local rule, which learns in every step: all presets of <see cref="SpikingNetwork"/>.</summary>
internal sealed class LocalLearner(SpikingNetwork network) : IRuleLearner
{
    private readonly ClipPass test = new(network, 1);
    private ClipPass? learning;
    private int width;

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
        if (learning is null || width < clips.Count)
        {
            width = clips.Count;
            learning = new ClipPass(network, width);
        }

        learning.Run(clips, learn: true);
        LearningOperations += OperationsOfStep * clips.Sum(c => Math.Max(0, c.Steps.Count - network.Definition.BurnInSteps));
    }

    public int Classify(StepSequence clip)
    {
        test.Run([new LabelledClip(clip, 0)], learn: false);
        return test.Jury(0).Class;
    }

    public void Save(string path) => network.Save(path);

    public void Dispose() => network.Dispose();
}
